"use client";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { Status } from "#components/ui/status.tsx";
import { sameRoot } from "#lib/api/file-root.ts";
import { useLiveState } from "#lib/queries/live-events.ts";
import { count, items } from "../acts/words.ts";
import { useFileClipboard } from "../clipboard.ts";
import { useFiles } from "../files-context.ts";
import { mountAround } from "../model/mounts.ts";
import { countSelected, isSelected } from "../model/selection.ts";
import { MountIcon, MountLink } from "./mount-mark.tsx";

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
  const { listing, selection, root, mounts, folder, watched } = useFiles();
  const mount = mountAround(mounts, folder.path);
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
      {clipboard?.how === "cut" && sameRoot(clipboard.root, root) && (
        <span className="truncate">{count(clipboard.paths.length)} cut</span>
      )}
      {mount !== null && (
        <span className="flex min-w-0 items-center gap-1.5">
          <MountIcon mount={mount} />
          <MountLink mount={mount} />
        </span>
      )}
      {root.kind === "sandbox" && watched && (
        <span className="ml-auto shrink-0" title="What processes change in this folder appears by itself.">
          <Status tone="ok">Live</Status>
        </span>
      )}
      {root.kind === "sandbox" && !watched && listing.updatedAt > 0 && (
        <span
          className="ml-auto truncate"
          title="What processes change here is not told now. It is read again when you come back to this page, and by Refresh."
        >
          Not live · read <RelativeTime at={new Date(listing.updatedAt).toISOString()} />
        </span>
      )}
      {root.kind === "volume" && live.kind === "stale" && listing.updatedAt > 0 && (
        <span className="ml-auto shrink-0 text-warn">
          As of <RelativeTime at={new Date(listing.updatedAt).toISOString()} />
        </span>
      )}
    </div>
  );
}
