import { FileIcon } from "#components/files/names/file-icon.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { nameOf, parentOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { pieces, type ResultRow as Row } from "./result-rows.ts";

/** A name, and after it in grey where it is. */
export function PathName({ path, isDirectory = false }: { path: VolumePath; isDirectory?: boolean }) {
  const name = nameOf(path);
  const parent = parentOf(path);
  return (
    <>
      <FileIcon entry={{ name, type: isDirectory ? "directory" : "file", is_dir: isDirectory }} />
      <span className="flex max-w-[70%] min-w-0 shrink-0 font-medium">
        <MiddleTruncate text={name} />
      </span>
      {parent !== ROOT && (
        <bdi title={parent} className="min-w-0 truncate text-caption text-faint">
          {parent}
        </bdi>
      )}
    </>
  );
}

/** Leading blanks say nothing here, and would push what matters out of sight. */
function Line({ text, ranges }: { text: string; ranges: readonly (readonly [number, number])[] }) {
  const blank = Math.min(text.length - text.trimStart().length, ranges[0]?.[0] ?? 0);
  const moved = ranges.map(([from, to]) => [from - blank, to - blank] as const);
  return (
    <bdi className="truncate font-mono whitespace-pre">
      {pieces(text.slice(blank), moved).map(({ text, hit, at }) =>
        hit ? (
          <mark key={at} className="rounded-sm bg-warn-soft text-ink ring-1 ring-warn-fill/60">
            {text}
          </mark>
        ) : (
          <span key={at}>{text}</span>
        ),
      )}
    </bdi>
  );
}

/** What a row says, without what makes it one of a list. */
export function ResultRow({ row }: { row: Row }) {
  if (row.kind === "line")
    return (
      <>
        <span className="w-10 shrink-0 pl-2 text-right font-mono text-caption text-faint">
          <span className="sr-only">Line </span>
          {row.found.line}
        </span>
        <Line text={row.found.text} ranges={row.found.ranges} />
      </>
    );
  return (
    <>
      <PathName path={row.path} isDirectory={row.kind === "name" && row.isDirectory} />
      {row.kind === "file" && (
        <span className="ml-auto shrink-0 rounded-sm bg-active px-1.5 text-caption text-muted">
          {row.lines}
          <span className="sr-only">{row.lines === 1 ? " line" : " lines"}</span>
        </span>
      )}
    </>
  );
}
