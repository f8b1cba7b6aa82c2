"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { TryAgain } from "#components/ui/try-again.tsx";
import { rowClass } from "./row-class.ts";

type TeamListProps<Entry> = {
  query: UseQueryResult<Entry[]>;
  /** When it cannot be read: `The members could not be loaded`. */
  title: string;
  /** When there is nothing. */
  empty?: string;
  children: (entries: Entry[]) => ReactNode;
};

/** A list of the team page in each of its states. */
export function TeamList<Entry>({ query, title, empty, children }: TeamListProps<Entry>) {
  if (query.data === undefined && query.isError)
    return <ErrorState title={title} error={query.error} className="py-8" action={<TryAgain query={query} />} />;
  if (query.data === undefined)
    return (
      <div aria-busy="true">
        {["w-48", "w-40"].map((width) => (
          <div key={width} className={rowClass}>
            <Skeleton className={width} />
            <Skeleton className="ml-auto w-20" />
          </div>
        ))}
      </div>
    );
  return (
    <>
      <StaleNotice query={query} />
      {query.data.length === 0 ? <p className="px-3 py-3 text-muted">{empty}</p> : <ul>{children(query.data)}</ul>}
    </>
  );
}
