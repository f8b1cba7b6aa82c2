import type { VolumePath } from "#lib/api/paths.ts";
import type { SearchFound } from "#lib/queries/search-streams.ts";

export type LineFound = Extract<SearchFound, { type: "line" }>;

/** What the list shows: files with their lines below, or names. */
export type ResultRow =
  | { readonly kind: "file"; readonly path: VolumePath; readonly lines: number; readonly first: LineFound }
  | { readonly kind: "line"; readonly path: VolumePath; readonly found: LineFound }
  | { readonly kind: "name"; readonly path: VolumePath; readonly isDirectory: boolean };

export type Results = { readonly rows: readonly ResultRow[]; readonly files: number; readonly found: number };

export const NO_RESULTS: Results = { rows: [], files: 0, found: 0 };

/** What was found so far, by file in the order in which the files came. Paths of the stream are in the form of `VolumePath`. */
export function resultRows(found: readonly SearchFound[]): Results {
  const byFile = new Map<string, LineFound[]>();
  const rows: ResultRow[] = [];
  for (const one of found) {
    if (one.type === "name") {
      rows.push({ kind: "name", path: one.path as VolumePath, isDirectory: one.is_dir });
      continue;
    }
    const lines = byFile.get(one.path);
    if (lines) lines.push(one);
    else byFile.set(one.path, [one]);
  }
  for (const [text, lines] of byFile) {
    const path = text as VolumePath;
    const [first] = lines;
    if (first === undefined) continue;
    rows.push({ kind: "file", path, lines: lines.length, first });
    for (const line of lines) rows.push({ kind: "line", path, found: line });
  }
  return { rows, files: byFile.size, found: found.length };
}

/** The pieces of a text, in order, each said to be a match or not. Ranges come in order and do not overlap. */
export function pieces(
  text: string,
  ranges: readonly (readonly [number, number])[],
): { readonly text: string; readonly hit: boolean; readonly at: number }[] {
  const cut: { text: string; hit: boolean; at: number }[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > at) cut.push({ text: text.slice(at, from), hit: false, at });
    if (to > from) cut.push({ text: text.slice(from, to), hit: true, at: from });
    at = to;
  }
  if (at < text.length) cut.push({ text: text.slice(at), hit: false, at });
  return cut;
}
