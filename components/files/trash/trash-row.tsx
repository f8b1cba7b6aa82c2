import { ByteSize } from "#components/ui/byte-size.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { TrashEntry } from "#lib/api/files.ts";
import { nameOf, parentOf } from "#lib/api/paths.ts";
import { count } from "../acts/words.ts";
import { cell, named } from "../grid/roles.ts";
import { spokenName } from "../model/name-parts.ts";
import { FileIcon } from "../names/file-icon.tsx";
import { FileName } from "../names/file-name.tsx";

export const TRASH_GRID =
  "grid grid-cols-[minmax(0,1fr)_84px] sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_88px] lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_88px_88px_112px_minmax(0,160px)]";
export const TRASH_CELL = "flex h-full min-w-0 items-center px-2";

/** One entry of the trash. */
export function TrashRow({
  entry,
  row,
  selected,
}: {
  entry: TrashEntry;
  row: Record<string, unknown>;
  selected: boolean;
}) {
  const name = nameOf(entry.path);
  return (
    <div
      {...row}
      {...named(`${spokenName(name)}, was in ${spokenName(parentOf(entry.path))}, ${formatBytes(entry.used_bytes)}`)}
      className={cn(
        TRASH_GRID,
        "h-full cursor-default px-1 select-none focus-visible:-outline-offset-2",
        selected ? "bg-accent-soft" : "hover:bg-hover",
      )}
    >
      <div {...cell(1)} className={cn(TRASH_CELL, "gap-2")}>
        <FileIcon entry={{ name, type: entry.type, is_dir: entry.type === "directory" }} />
        <FileName name={name} />
      </div>
      <div {...cell(2)} className={cn(TRASH_CELL, "font-mono text-caption text-muted max-sm:hidden")}>
        <FileName name={parentOf(entry.path)} />
      </div>
      <div {...cell(3)} className={cn(TRASH_CELL, "justify-end font-mono text-caption text-muted")}>
        <ByteSize bytes={entry.used_bytes} />
      </div>
      <div {...cell(4)} className={cn(TRASH_CELL, "justify-end font-mono text-caption text-muted max-lg:hidden")}>
        {count(entry.inode_count)}
      </div>
      <div {...cell(5)} className={cn(TRASH_CELL, "justify-end text-caption text-muted max-lg:hidden")}>
        <RelativeTime at={entry.trashed_at} />
      </div>
      <div {...cell(6)} className={cn(TRASH_CELL, "text-caption text-muted max-lg:hidden")}>
        <span className="truncate">{entry.trashed_by ?? ""}</span>
      </div>
    </div>
  );
}
