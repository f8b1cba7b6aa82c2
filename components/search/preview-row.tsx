import { Checkbox } from "#components/ui/checkbox.tsx";
import type { MatchPreview } from "#lib/api/replacing.ts";
import type { PreviewRow as Row } from "./preview-rows.ts";
import { PathName } from "./result-row.tsx";
import { counted } from "./search-words.ts";
import { countTicked, isTicked, type Ticks } from "./ticks.ts";

/** One line before and after, only this match changed. Leading blanks are left out. */
function Diff({ match, ticked }: { match: MatchPreview; ticked: boolean }) {
  const [from, to] = match.range;
  const before = match.text.slice(0, from).trimStart();
  const hit = match.text.slice(from, to);
  const after = match.text.slice(to);
  const line = "truncate font-mono whitespace-pre";
  return (
    <span className="flex min-w-0 flex-1 flex-col">
      <bdi className={`${line} text-muted`}>
        {before}
        <del className="rounded-sm bg-bad-soft text-bad">{hit}</del>
        {after}
      </bdi>
      <bdi className={ticked ? line : `${line} text-faint line-through`}>
        {before}
        <ins className="rounded-sm bg-ok-soft text-ok no-underline">
          {match.put}
          {match.put_cut && "…"}
        </ins>
        {after}
      </bdi>
    </span>
  );
}

type Props = {
  row: Row;
  ticks: Ticks;
  /** The one row that Tab reaches. */
  tabbable: boolean;
  onTick: (row: Row, on: boolean) => void;
};

const WHY = { binary: "not UTF-8 text", too_large: "more than 32 MiB" };

/** A file, a match or what is not shown of a file, each with its tick. */
export function PreviewRow({ row, ticks, tabbable, onTick }: Props) {
  const tabIndex = tabbable ? 0 : -1;
  const onCheckedChange = (checked: boolean | "indeterminate") => onTick(row, checked === true);
  switch (row.kind) {
    case "file": {
      const ticked = countTicked(ticks, row.file);
      const { total, path } = row.file;
      return (
        <>
          <Checkbox
            tabIndex={tabIndex}
            aria-label={`Replace in ${path}, ${ticked} of ${counted(total, "match", "matches")}`}
            checked={ticked === 0 ? false : ticked === total ? true : "indeterminate"}
            onCheckedChange={onCheckedChange}
          />
          <PathName path={path} />
          <span className="ml-auto shrink-0 rounded-sm bg-active px-1.5 text-caption text-muted">
            {ticked === total ? total : `${ticked} of ${total}`}
          </span>
        </>
      );
    }
    case "match": {
      const checked = isTicked(ticks, row.path, row.ordinal);
      return (
        <>
          <Checkbox
            tabIndex={tabIndex}
            aria-label={`Replace on line ${row.match.line} of ${row.path}`}
            checked={checked}
            onCheckedChange={onCheckedChange}
            className="ml-6"
          />
          <span className="w-9 shrink-0 text-right font-mono text-caption text-faint">{row.match.line}</span>
          <Diff match={row.match} ticked={checked} />
        </>
      );
    }
    case "rest":
      return (
        <>
          <Checkbox
            tabIndex={tabIndex}
            aria-label={`Replace the other ${row.more} matches of ${row.path}`}
            checked={isTicked(ticks, row.path, "rest")}
            onCheckedChange={onCheckedChange}
            className="ml-6"
          />
          <span className="text-muted">and {counted(row.more, "more match", "more matches")} that are not shown</span>
        </>
      );
    case "not_replaceable":
      return (
        <>
          <Checkbox tabIndex={tabIndex} aria-label={`${row.path} cannot be changed`} checked={false} disabled />
          <PathName path={row.path} />
          <span className="ml-auto shrink-0 text-caption text-warn">left alone: {WHY[row.reason]}</span>
        </>
      );
  }
}
