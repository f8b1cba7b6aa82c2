export const BYTES_PER_ROW = 16;

export type HexRow = { readonly offset: string; readonly hex: string; readonly text: string };

const PRINTABLE = { from: 0x20, to: 0x7e };

/**
 * One row of a hex view.
 * @param bytes the file's bytes from `offset` on, at most one row of them
 * @param size of the whole file, for the width of the offsets
 */
export function hexRow(bytes: Uint8Array, offset: number, size: number): HexRow {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const [left, right] = [pairs.slice(0, BYTES_PER_ROW / 2), pairs.slice(BYTES_PER_ROW / 2)];
  const isPrintable = (byte: number) => byte >= PRINTABLE.from && byte <= PRINTABLE.to;
  return {
    offset: formatOffset(offset, size),
    hex: right.length > 0 ? `${left.join(" ")}  ${right.join(" ")}` : left.join(" "),
    text: Array.from(bytes, (byte) => (isPrintable(byte) ? String.fromCharCode(byte) : ".")).join(""),
  };
}

/** An offset in hexadecimal, as wide as the last one of a file of `size` bytes, at least eight figures. */
export function formatOffset(offset: number, size: number): string {
  const width = Math.max(8, Math.max(0, size - 1).toString(16).length);
  return offset.toString(16).padStart(width, "0");
}

/** Reads `0x1f40`, `1f40h` or `8000`; null for anything that is not an offset inside a file of `size` bytes. */
export function parseOffset(text: string, size: number): number | null {
  const trimmed = text.trim().toLowerCase();
  const hex = /^0x([0-9a-f]+)$/.exec(trimmed)?.[1] ?? /^([0-9a-f]+)h$/.exec(trimmed)?.[1];
  const offset = hex !== undefined ? Number.parseInt(hex, 16) : /^\d+$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isSafeInteger(offset) && offset < size ? offset : null;
}
