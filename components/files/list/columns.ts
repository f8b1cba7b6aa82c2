import type { FileSort } from "#lib/api/files.ts";

/** The columns a row has room for: the narrower the pane, the fewer. Name and size stay. */
export const ROW_GRID =
  "grid grid-cols-[minmax(0,1fr)_76px] @min-[420px]:grid-cols-[minmax(0,1fr)_80px_104px] @min-[520px]:grid-cols-[minmax(0,1fr)_80px_104px_64px]";

export type Column = { readonly sort: FileSort; readonly label: string; readonly className: string };

export const COLUMNS: readonly Column[] = [
  { sort: "name", label: "Name", className: "" },
  { sort: "size", label: "Size", className: "justify-end text-right" },
  { sort: "modified", label: "Modified", className: "hidden @min-[420px]:flex justify-end text-right" },
  { sort: "mode", label: "Mode", className: "hidden @min-[520px]:flex justify-end text-right" },
];
