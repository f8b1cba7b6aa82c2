import type { FileSort, SortOrder } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { ListCursor } from "./list-cursor.ts";

/** Where a page begins. */
export type PageStart =
  | { kind: "offset"; offset: number }
  | { kind: "after"; cursor: ListCursor }
  | { kind: "starts_with"; text: string };

/** What the listing thread is asked. */
export type ListingJob = {
  /** An open directory. */
  directory: number;
  /** What belongs to the kernel may lie below it and is not gone into. */
  guarded: boolean;
  path: VolumePath;
  sort: FileSort;
  order: SortOrder;
  filter: string | undefined;
  shape: { etag: boolean; directoryType: string };
  what: { kind: "page"; limit: number; start: PageStart } | { kind: "tree"; depth: number };
};

/** A bare array is one answer; a tree with more entries than this has to be read in pages. */
export const MAX_BARE_ENTRIES = 250_000;
export const TOO_MANY = "TOO_MANY_ENTRIES";
