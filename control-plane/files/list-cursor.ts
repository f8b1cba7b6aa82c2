import type { FileSort, FileType, SortOrder } from "#lib/api/files.ts";

/** The last entry of a page: the next one begins behind it, whatever came or went meanwhile. */
export type ListCursor = { name: string; type: FileType; value: number | string };
type Sorting = { sort: FileSort; order: SortOrder };

/** @returns what `next_cursor` carries: opaque for clients, bound to the sorting */
export function encodeCursor({ sort, order }: Sorting, { name, type, value }: ListCursor): string {
  return Buffer.from(JSON.stringify([sort, order, type === "directory", value, name])).toString("base64url");
}

/** Null when it is none of ours, or of another sorting. */
export function decodeCursor({ sort, order }: Sorting, cursor: string): ListCursor | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (!Array.isArray(parsed) || parsed.length !== 5) return null;
    const [itsSort, itsOrder, isDirectory, value, name]: unknown[] = parsed;
    if (itsSort !== sort || itsOrder !== order || typeof name !== "string") return null;
    if (typeof value !== "number" && typeof value !== "string") return null;
    return { name, value, type: isDirectory === true ? "directory" : "file" };
  } catch {
    return null;
  }
}
