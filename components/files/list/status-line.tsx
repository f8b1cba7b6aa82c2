"use client";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { useLiveState } from "#lib/queries/live-events.ts";
import { count, items } from "../acts/words.ts";
import { useFileClipboard } from "../clipboard.ts";
import { useFiles } from "../files-context.ts";
import { countSelected, isSelected } from "../model/selection.ts";

/** Sizes of the selected files; null while not all of them are loaded. */
function useSelectedBytes(): number | null {
  const { listing, selection } = useFiles();
  const chosen = selection.state.selection;
  let bytes = 0;
  let known = 0;
  for (const page of listing.pages.values())
    for (const entry of page.entries)
      if (isSelected(chosen, entry.name)) {
        known++;
        if (entry.type === "file") bytes += entry.size;
      }
  return known >= countSelected(chosen, listing.total) ? bytes : null;
}

/** `3 items · 2 selected · 12 B`, and how fresh that is. */
export function StatusLine() {
  const { listing, selection, volume, folder } = useFiles();
  const clipboard = useFileClipboard();
  const live = useLiveState();
  const selected = countSelected(selection.state.selection, listing.total);
  const bytes = useSelectedBytes();
  const parts = [
    folder.view.filter === "" ? items(listing.total) : `${items(listing.total)} with “${folder.view.filter}”`,
    selected > 0 ? `${count(selected)} selected` : "",
    selected > 0 && bytes !== null ? formatBytes(bytes) : "",
  ];
  return (
    <div className="flex h-7 shrink-0 items-center gap-3 border-t px-3 text-caption text-muted">
      <span role="status" className="truncate">
        {listing.isPending ? "" : parts.filter((part) => part !== "").join(" · ")}
      </span>
      {selection.isCollecting && (
        <span className="inline-flex items-center gap-1.5">
          <Spinner className="size-3" /> Reading names
        </span>
      )}
      {clipboard?.how === "cut" && clipboard.volume === volume.id && (
        <span className="truncate">{count(clipboard.paths.length)} cut</span>
      )}
      {live.kind === "stale" && listing.updatedAt > 0 && (
        <span className="ml-auto shrink-0 text-warn">
          As of <RelativeTime at={new Date(listing.updatedAt).toISOString()} />
        </span>
      )}
    </div>
  );
}
