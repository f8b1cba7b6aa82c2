"use client";
import { Button } from "#components/ui/button.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { FileRoot } from "#lib/api/file-root.ts";
import { summary } from "./search-words.ts";
import { useFilesChanged } from "./use-files-changed.ts";
import type { useSearch } from "./use-search.ts";

type Props = { root: FileRoot; search: ReturnType<typeof useSearch>; what: "contents" | "names" };

/** How far the search is, what it found, and whether that may have changed. */
export function SearchStatus({ root, search, what }: Props) {
  const { running, end, stopped, error } = search;
  const changed = useFilesChanged(root, end);
  const failedLate = error !== null && search.results.rows.length > 0;
  return (
    <div className="flex min-h-8 shrink-0 items-center gap-2 border-b px-3 text-caption text-muted">
      {running && <Spinner />}
      <span role="status" className="min-w-0 flex-1 truncate">
        {failedLate ? `${summary(search, what)}; then it failed` : summary(search, what)}
        {changed && !running && " · files have changed since"}
      </span>
      {running ? (
        <Button variant="ghost" size="sm" onClick={search.stop}>
          Stop
        </Button>
      ) : (
        (changed || stopped || failedLate || end?.cut === "time") && (
          <Button variant="ghost" size="sm" onClick={search.again}>
            Search again
          </Button>
        )
      )}
    </div>
  );
}
