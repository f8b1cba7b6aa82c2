import { compareNames } from "#lib/api/compare-names.ts";
import type { FileType, SortOrder } from "#lib/api/files.ts";

/** One name of a directory, and what it is sorted by when that is not the name. */
export type Item = { name: string; type: FileType; value: number | string };

type Compare = (a: Item, b: Item) => number;

function compareValues(a: Item["value"], b: Item["value"]): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [one, other] = [String(a), String(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

const isDirectory = (item: Item) => item.type === "directory";
const compareWithin: Compare = (a, b) => compareValues(a.value, b.value) || compareNames(a.name, b.name);

/** The ascending order: directories first, then the value, then the name. */
export const compareItems: Compare = (a, b) =>
  isDirectory(a) === isDirectory(b) ? compareWithin(a, b) : isDirectory(a) ? -1 : 1;

/** Directories stay first when the order turns. */
export const comparatorOf = (order: SortOrder): Compare =>
  order === "asc"
    ? compareItems
    : (a, b) => (isDirectory(a) === isDirectory(b) ? compareWithin(b, a) : isDirectory(a) ? -1 : 1);

/** The same items in the order asked, from the ascending one. */
export function inOrder(ascending: readonly Item[], order: SortOrder): readonly Item[] {
  if (order === "asc") return ascending;
  const files = ascending.findIndex((item) => !isDirectory(item));
  const cut = files === -1 ? ascending.length : files;
  return [...ascending.slice(0, cut).reverse(), ...ascending.slice(cut).reverse()];
}
