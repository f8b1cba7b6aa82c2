// By hand: `tar-stream` writes an archive only from its beginning, and here any stretch of one must be had by itself.
export const BLOCK = 512;

/** An entry as an archive names it. `size` in bytes, 0 for what has no content. */
export type TarEntry = { name: string; mode: number; size: number } & (
  | { type: "file" }
  | { type: "directory" }
  | { type: "symlink"; target: string }
);

const FLAGS = { file: "0", directory: "5", symlink: "2", pax: "x" } as const;
/** Bytes of the fields for a name and a link's target, and the largest size that octal digits hold. */
const NAME_BYTES = 100;
const LARGEST_OCTAL = 0o77777777777;

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;
const fits = (text: string): boolean => Buffer.byteLength(text) === text.length && text.length <= NAME_BYTES;

type Fields = { name: string; mode: number; size: number; flag: string; target: string };

function blockOf({ name, mode, size, flag, target }: Fields): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, NAME_BYTES);
  block.write(octal(mode & 0o777, 7), 100);
  // Owner, group and time say nothing here: the same files must always be the same bytes, so that a part can be sent again.
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write("        ", 148);
  block.write(flag, 156);
  block.write(target, 157, NAME_BYTES);
  block.write("ustar\u000000", 257, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** `17 path=a/b\n`: the number counts itself. */
function record(key: string, value: string): string {
  const text = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(text);
  let length = bytes + String(bytes).length;
  if (bytes + String(length).length > length) length = bytes + String(length).length;
  return `${length}${text}`;
}

export const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** What stands before the content of an entry: a block, with a PAX header before it where a name or a size needs one. */
export function headerOf(entry: TarEntry): Buffer {
  const name = entry.type === "directory" ? `${entry.name}/` : entry.name;
  const target = entry.type === "symlink" ? entry.target : "";
  const flag = FLAGS[entry.type];
  const records = [
    fits(name) ? "" : record("path", name),
    fits(target) ? "" : record("linkpath", target),
    entry.size <= LARGEST_OCTAL ? "" : record("size", String(entry.size)),
  ].join("");
  if (records === "") return blockOf({ name, mode: entry.mode, size: entry.size, flag, target });
  const extension = Buffer.from(records);
  return Buffer.concat([
    blockOf({ name: "PaxHeader", mode: 0o644, size: extension.length, flag: FLAGS.pax, target: "" }),
    extension,
    Buffer.alloc(paddingOf(extension.length)),
    blockOf({
      name: fits(name) ? name : "long",
      mode: entry.mode,
      size: Math.min(entry.size, LARGEST_OCTAL),
      flag,
      target: fits(target) ? target : "",
    }),
  ]);
}
