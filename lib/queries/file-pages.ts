import { compareNames } from "#lib/api/compare-names.ts";
import type { FileInfo, FilePage, FileSort, SortOrder } from "#lib/api/files.ts";

/** Rows of one page; every page but the last has exactly so many. */
export const PAGE_ROWS = 500;

/** How a folder is looked at: the server sorts and filters. */
export type FileView = { readonly sort: FileSort; readonly order: SortOrder; readonly filter: string };

/** The loaded pages of one view, by their number. */
export type FilePages = ReadonlyMap<number, FilePage>;

const fieldOf: Record<FileSort, (a: FileInfo, b: FileInfo) => number> = {
  name: () => 0,
  size: (a, b) => a.size - b.size,
  modified: (a, b) => Date.parse(a.modified_time) - Date.parse(b.modified_time),
  mode: (a, b) => Number.parseInt(a.permissions, 8) - Number.parseInt(b.permissions, 8),
  type: (a, b) => compareNames(a.type, b.type),
};

/** The order of the server: directories first, then the field, then the name. */
export function compareFiles({ sort, order }: FileView): (a: FileInfo, b: FileInfo) => number {
  const direction = order === "asc" ? 1 : -1;
  const field = fieldOf[sort];
  return (a, b) => {
    if (a.is_dir !== b.is_dir) return a.is_dir ? -1 : 1;
    return direction * (field(a, b) || compareNames(a.name, b.name));
  };
}

const inOrder = (pages: FilePages): [number, FilePage][] => [...pages].sort(([a], [b]) => a - b);

/** The number of entries; every page of one view says the same, see `loadedPages`. */
export function totalOf(pages: FilePages): number {
  const [first] = pages.values();
  return first?.total ?? 0;
}

export const entryAt = (pages: FilePages, index: number): FileInfo | null =>
  pages.get(Math.floor(index / PAGE_ROWS))?.entries[index % PAGE_ROWS] ?? null;

/** Cuts a sparse list back into the pages that were there before; a page ends where the first unknown row begins. */
function paged(rows: readonly (FileInfo | undefined)[], before: FilePages, total: number): Map<number, FilePage> {
  const pages = new Map<number, FilePage>();
  for (const [index, page] of before) {
    const offset = index * PAGE_ROWS;
    const entries: FileInfo[] = [];
    for (let at = offset; at < offset + PAGE_ROWS && at < total; at++) {
      const entry = rows[at];
      if (entry === undefined) break;
      entries.push(entry);
    }
    pages.set(index, { ...page, entries, total, offset });
  }
  return pages;
}

/** The pages without the entries of these names: the rows below them move up. */
export function withoutEntries(pages: FilePages, gone: ReadonlySet<string>): FilePages {
  const rows: FileInfo[] = [];
  let removed = 0;
  for (const [index, page] of inOrder(pages))
    page.entries.forEach((entry, at) => {
      if (gone.has(entry.name)) removed++;
      else rows[index * PAGE_ROWS + at - removed] = entry;
    });
  return removed === 0 ? pages : paged(rows, pages, totalOf(pages) - removed);
}

/**
 * The pages with `entry` where the server will put it, in place of one with its name. Unchanged where that place lies
 * between rows that are not loaded, or where the filter keeps it out.
 */
export function withEntry(before: FilePages, entry: FileInfo, view: FileView): FilePages {
  const pages = withoutEntries(before, new Set([entry.name]));
  if (!entry.name.toLowerCase().includes(view.filter.toLowerCase())) return pages;
  const compare = compareFiles(view);
  const total = totalOf(pages);
  const rows: (FileInfo | undefined)[] = [];
  let place: number | null = null;
  for (const [index, page] of inOrder(pages))
    page.entries.forEach((other, at) => {
      const position = index * PAGE_ROWS + at;
      if (place === null && compare(entry, other) < 0) place = position;
      rows[position + (place === null ? 0 : 1)] = other;
    });
  place ??= rows.length === total ? total : null;
  // The row above is unknown: the place could be anywhere in the gap.
  if (place === null || (place > 0 && rows[place - 1] === undefined)) return pages;
  rows[place] = entry;
  return paged(rows, pages.size === 0 ? new Map() : grown(pages, total + 1), total + 1);
}

/** The pages, and an empty one where the new total needs it. */
function grown(pages: FilePages, total: number): FilePages {
  const last = Math.floor((total - 1) / PAGE_ROWS);
  const sample = pages.get(last - 1);
  return pages.has(last) || !sample ? pages : new Map(pages).set(last, { ...sample, entries: [], next_cursor: null });
}

/** The pages with the entry of this name changed in place, wherever it stands. */
export function withChange(pages: FilePages, name: string, change: Partial<FileInfo>): FilePages {
  for (const [index, page] of pages) {
    const at = page.entries.findIndex((entry) => entry.name === name);
    const entry = page.entries[at];
    if (entry) return new Map(pages).set(index, { ...page, entries: page.entries.with(at, { ...entry, ...change }) });
  }
  return pages;
}
