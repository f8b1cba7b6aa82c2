"use client";
import type { ReactNode } from "react";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { TryAgain } from "#components/ui/try-again.tsx";

type Query<Data> = {
  data: Data | undefined;
  isError: boolean;
  error: Error | null;
  isFetching: boolean;
  isRefetchError: boolean;
  dataUpdatedAt: number;
  refetch: () => unknown;
};

type QueryBoxProps<Data> = {
  query: Query<Data>;
  /** When it cannot be read: `The alerts could not be loaded`. */
  title: string;
  children: (data: Data) => ReactNode;
};

/** What a part of the overview shows while it is read, when it cannot be, and when it is old. */
export function QueryBox<Data>({ query, title, children }: QueryBoxProps<Data>) {
  if (query.data === undefined && query.isError)
    return (
      <ErrorState title={title} error={query.error} className="py-6" action={<TryAgain query={query} size="sm" />} />
    );
  if (query.data === undefined)
    return (
      <div aria-busy="true">
        {["w-40", "w-32", "w-48"].map((width) => (
          <div key={width} className="flex h-8 items-center justify-between border-b px-3 last:border-b-0">
            <Skeleton className={width} />
            <Skeleton className="w-8" />
          </div>
        ))}
      </div>
    );
  return (
    <>
      {query.isRefetchError && (
        <div className="pt-3">
          <StaleNotice query={query} />
        </div>
      )}
      {children(query.data)}
    </>
  );
}
