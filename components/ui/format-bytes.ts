const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Bytes for people, three figures at most: `6 B`, `1.24 GiB`, `31.5 MiB`, `812 KiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let value = bytes;
  let unit = "B";
  for (const next of UNITS) {
    if (value < 999.5) break;
    value /= 1024;
    unit = next;
  }
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  // A trailing zero after the point says nothing: 2 GiB, not 2.00 GiB.
  return `${Number(value.toFixed(digits))} ${unit}`;
}

/** Every byte, with separators: `1,331,439,862 bytes`. */
export const exactBytes = (bytes: number): string => `${bytes.toLocaleString("en")} ${bytes === 1 ? "byte" : "bytes"}`;
