import { fstatSync, readSync } from "node:fs";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The bytes of an open file, or null where there are more than `maxBytes`. */
export function readWhole(file: number, maxBytes: number): Buffer | null {
  const { size } = fstatSync(file);
  if (size > maxBytes) return null;
  const buffer = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read)
    read = readSync(file, buffer, length, buffer.length - length, length);
  // It grew meanwhile: whoever writes it will be asked about by its version.
  return buffer.subarray(0, Math.min(length, size));
}

/** The text that bytes are; null where they are none. */
export function decodeText(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
