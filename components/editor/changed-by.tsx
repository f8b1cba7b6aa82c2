import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { DocumentState } from "./document.ts";

/** `by ci-bot 2 min ago`, as far as it is known. */
export function ChangedBy({ changedBy }: { changedBy: DocumentState["changedBy"] }) {
  if (!changedBy) return null;
  return (
    <>
      by <bdi>{changedBy.name}</bdi> <RelativeTime at={changedBy.at} />
    </>
  );
}
