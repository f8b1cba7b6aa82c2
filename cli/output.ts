/** What a command says. Everything for people beside the answer itself goes to stderr, so that stdout can be piped. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`);
export const note = (text: string): void => void process.stderr.write(`${text}\n`);
export const sayJson = (value: unknown): void => say(JSON.stringify(value, null, 2));

export const cell = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

// What a terminal would obey must not come from a file's name.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are taken out.
export const harmless = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, "\u{FFFD}");

/** Lines of cells joined by tabs, for `--fields`. */
export function sayRows(rows: readonly Record<string, unknown>[], fields: readonly string[]): void {
  for (const row of rows) say(fields.map((field) => harmless(cell(row[field]))).join("\t"));
}
