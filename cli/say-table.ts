import { cell, harmless, say } from "./output.ts";

/** Columns that are never cut: what is in them is copied into the next command. */
const IDS: ReadonlySet<string> = new Set(["ID", "Sandbox"]);
/** Characters that a cut cell keeps at least. */
const LEAST = 8;

const lengthOf = (text: string) => [...text].length;
const pad = (text: string, width: number) => text + " ".repeat(Math.max(0, width - lengthOf(text)));

/** Cut in the middle: names differ at their ends as often as at their beginnings. */
function cut(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  const kept = width - 1;
  const first = Math.ceil(kept / 2);
  return `${characters.slice(0, first).join("")}…${characters.slice(characters.length - (kept - first)).join("")}`;
}

/**
 * How wide each column may be, the widest giving way first.
 * @param natural what each would need
 * @param least what each must have
 * @param room characters for all of them
 * @returns null when they do not fit
 */
function shareRoom(natural: readonly number[], least: readonly number[], room: number): number[] | null {
  const widths = [...natural];
  for (let over = widths.reduce((sum, width) => sum + width, 0) - room; over > 0; over--) {
    const widest = widths.reduce(
      (best, width, column) =>
        width > (least[column] ?? 0) && width > (best === null ? 0 : (widths[best] ?? 0)) ? column : best,
      null as number | null,
    );
    if (widest === null) return null;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** A table with a title: as wide as the terminal at most, in full where there is none. */
export function sayTable(title: string, head: readonly string[], rows: readonly (readonly unknown[])[]): void {
  const texts = rows.map((row) => row.map((value) => harmless(cell(value))));
  const natural = head.map((name, column) => Math.max(name.length, ...texts.map((row) => lengthOf(row[column] ?? ""))));
  const isWhole = (column: number) =>
    IDS.has(head[column] ?? "") || rows.some((row) => typeof row[column] === "number");
  const least = natural.map((width, column) =>
    isWhole(column) ? width : Math.min(width, Math.max(LEAST, head[column]?.length ?? 0)),
  );
  const borders = 3 * head.length + 1;
  // Some terminals say that they have none.
  const columns = (process.stdout.isTTY && process.stdout.columns) || Number.POSITIVE_INFINITY;
  const widths = shareRoom(natural, least, columns - borders);
  if (widths === null) {
    sayBlocks(title, head, texts);
    return;
  }

  const line = (left: string, fill: string, between: string, right: string) =>
    left + widths.map((width) => fill.repeat(width + 2)).join(between) + right;
  const cells = (row: readonly string[], bar: string) =>
    bar + widths.map((width, column) => ` ${pad(cut(row[column] ?? "", width), width)} `).join(bar) + bar;
  const total = line("┏", "━", "┳", "┓");
  say(`${" ".repeat(Math.max(0, Math.floor((total.length - title.length) / 2)))}${title}`);
  say(total);
  say(cells(head, "┃"));
  say(line("┡", "━", "╇", "┩"));
  for (const row of texts) say(cells(row, "│"));
  say(line("└", "─", "┴", "┘"));
}

/** What is too wide for a terminal even when cut: a block for each row, a line for each cell that holds something. */
function sayBlocks(title: string, head: readonly string[], texts: readonly (readonly string[])[]): void {
  const width = Math.max(...head.map((name) => name.length));
  say(title);
  for (const row of texts) {
    say("");
    for (const [column, name] of head.entries()) if (row[column]) say(`${pad(name, width)}  ${row[column]}`);
  }
}
