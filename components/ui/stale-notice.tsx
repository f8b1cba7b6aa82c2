import { Notice } from "./notice.tsx";
import { RelativeTime } from "./relative-time.tsx";
import { TryAgain } from "./try-again.tsx";

type StaleNoticeProps = {
  query: {
    isRefetchError: boolean;
    isFetching: boolean;
    error: Error | null;
    dataUpdatedAt: number;
    refetch: () => unknown;
  };
};

/** Above a list that is shown although reading it again failed. Renders nothing while it is fresh. */
export function StaleNotice({ query }: StaleNoticeProps) {
  if (!query.isRefetchError) return null;
  return (
    <Notice tone="warn" className="mx-4 mb-3" action={<TryAgain query={query} size="sm" />}>
      This is how it was <RelativeTime at={new Date(query.dataUpdatedAt).toISOString()} />. {query.error?.message}
    </Notice>
  );
}
