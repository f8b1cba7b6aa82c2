const SAMPLE_ROWS = 200;
const NARROWEST = 5;
const WIDEST = 44;

/** How wide each column wants to be, in characters, by the header and the first rows. */
export function columnWidths(header: readonly string[], rows: readonly (readonly string[])[]): number[] {
  // The header is bold: a little wider than its characters.
  const sample = [header.map((cell) => `${cell} `), ...rows.slice(0, SAMPLE_ROWS)];
  const columns = sample.reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: columns }, (_, column) =>
    sample.reduce((width, row) => Math.min(WIDEST, Math.max(width, row[column]?.length ?? 0)), NARROWEST),
  );
}
