/**
 * Roles of a grid that is laid out by hand: a real table cannot be virtualised. Cells and groups never have the focus, the
 * row has it.
 */
export const ROWGROUP = { role: "rowgroup" };
export const HEADER_ROW = { role: "row", "aria-rowindex": 1 };
export const cell = (column: number) => ({ role: "gridcell", "aria-colindex": column });
export const headerCell = (column: number, sorted: "ascending" | "descending" | "none" | undefined) => ({
  role: "columnheader",
  "aria-colindex": column,
  ...(sorted ? { "aria-sort": sorted } : {}),
});
/** The name of a row, which its cells would else spell out. */
export const named = (label: string) => ({ "aria-label": label });
