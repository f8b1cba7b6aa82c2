import Papa from "papaparse";

/** Rows shown at most. */
export const MAX_ROWS = 50_000;
/** Characters of a cell shown at most. */
const MAX_CELL = 2_000;

export type Table = {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** There is more of the file than is shown. */
  readonly truncated: boolean;
};

/**
 * Reads text whose columns are separated by commas, tabs or semicolons, up to `MAX_ROWS` rows.
 * @param isWhole false when `text` was cut off, maybe in the middle of a row
 */
export function parseTable(text: string, isWhole: boolean): Table {
  // One row more than is shown, and one for the header: so it is known whether there are more.
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: true, preview: MAX_ROWS + 2 });
  const [header = [], ...rows] = data.map((row) => row.map((cell) => cell.slice(0, MAX_CELL)));
  const isMore = rows.length > MAX_ROWS;
  if (!isWhole && !isMore) rows.pop();
  return { header, rows: rows.slice(0, MAX_ROWS), truncated: isMore || !isWhole };
}
