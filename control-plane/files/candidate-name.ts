import { MAX_COMPONENT_BYTES } from "#lib/api/limits.ts";

/**
 * The `count`th name to try beside a taken one: `a.txt`, `a (2).txt`, `a (3).txt`, …, within the length of a name. Works on
 * bytes, since a name may be anything.
 * @param isDirectory a directory has no extension: `v1.2` becomes `v1.2 (2)`
 */
export function candidateName(name: Buffer, count: number, isDirectory: boolean): Buffer {
  if (count <= 1) return name;
  const dot = isDirectory ? -1 : name.lastIndexOf(0x2e);
  const cut = dot > 0 ? dot : name.length;
  const mark = Buffer.from(` (${count})`);
  // An extension longer than a name can keep is none.
  const extension = name.length - cut > 64 ? Buffer.alloc(0) : name.subarray(cut);
  const stem = name.subarray(0, extension.length === 0 ? name.length : cut);
  return Buffer.concat([shorten(stem, MAX_COMPONENT_BYTES - mark.length - extension.length), mark, extension]);
}

/** At most `bytes` of a name, not cut within a character. */
function shorten(stem: Buffer, bytes: number): Buffer {
  if (stem.length <= bytes) return stem;
  let end = bytes;
  while (end > 0 && ((stem[end] ?? 0) & 0xc0) === 0x80) end--;
  return stem.subarray(0, end);
}
