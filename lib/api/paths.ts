import { MAX_COMPONENT_BYTES, MAX_PATH_BYTES } from "./limits.ts";

declare const brand: unique symbol;

/**
 * An absolute, normalised path inside a volume: `/`, or `/` and components joined by `/`, with no empty component, `.`,
 * `..` or NUL, each component at most 255 bytes and the whole at most 4,096. Unicode is kept as given (NFC and NFD are
 * different names on Linux). A name that is not UTF-8 is written in its escaped form, see `nameFromBytes`.
 */
export type VolumePath = string & { readonly [brand]: "VolumePath" };

export const ROOT = "/" as VolumePath;

/** Starts the escaped form of a name. U+FFFD stands for "not text", so people see at once that something is unusual. */
const ESCAPE_MARK = "\u{FFFD}";

export type PathResult = { ok: true; path: VolumePath } | { ok: false; problem: string };

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const byteLength = (text: string) => encoder.encode(text).length;

/**
 * Parses a path from outside. `..` is resolved here, lexically, and may not pass the root; the kernel never sees it.
 * @param text an absolute path such as `/datasets/a.txt`; repeated and trailing slashes are folded
 */
export function parseVolumePath(text: string): PathResult {
  if (!text.startsWith("/")) return { ok: false, problem: "must be absolute: start it with /" };
  if (text.includes("\0")) return { ok: false, problem: "must not contain a NUL character" };
  if (!text.isWellFormed()) return { ok: false, problem: "must be well-formed Unicode" };
  const components: string[] = [];
  for (const component of text.split("/")) {
    if (component === "" || component === ".") continue;
    if (component === "..") {
      if (components.pop() === undefined) return { ok: false, problem: "must not lead above the root with .." };
      continue;
    }
    const bytes = nameToBytes(component);
    if (bytes === null) return { ok: false, problem: `has a malformed escaped name: ${component}` };
    if (bytes.length > MAX_COMPONENT_BYTES)
      return { ok: false, problem: `has a name longer than ${MAX_COMPONENT_BYTES} bytes` };
    components.push(nameFromBytes(bytes));
  }
  const path = `/${components.join("/")}`;
  if (byteLength(path) > MAX_PATH_BYTES) return { ok: false, problem: `must be at most ${MAX_PATH_BYTES} bytes long` };
  // Every rule of the type was checked above.
  return { ok: true, path: path as VolumePath };
}

/** Why `name` cannot be the name of one file, or null when it can. */
export function nameProblem(name: string): string | null {
  if (name === "") return "must not be empty";
  if (name === "." || name === "..") return "must not be . or ..";
  if (name.includes("/")) return "must not contain /";
  const parsed = parseVolumePath(`/${name}`);
  return parsed.ok ? null : parsed.problem;
}

export const components = (path: VolumePath): string[] => (path === "/" ? [] : path.slice(1).split("/"));
export const nameOf = (path: VolumePath): string => path.slice(path.lastIndexOf("/") + 1);
export const parentOf = (path: VolumePath): VolumePath => (path.slice(0, path.lastIndexOf("/")) || "/") as VolumePath;

/** The path of `name` in `directory`. `name` must have passed `nameProblem` or come from the API. */
export const childOf = (directory: VolumePath, name: string): VolumePath =>
  (directory === "/" ? `/${name}` : `${directory}/${name}`) as VolumePath;

/** Whether `path` is `ancestor` or lies below it; aware of separators, so `/ab` is not within `/a`. */
export const isWithin = (path: VolumePath, ancestor: VolumePath): boolean =>
  ancestor === "/" || path === ancestor || path.startsWith(`${ancestor}/`);

/**
 * The text of a name on disk. Valid UTF-8 is itself; anything else, and a name that begins with the mark, becomes the mark
 * and the percent-escaped bytes, so that every name has exactly one text and every text at most one name.
 */
export function nameFromBytes(bytes: Uint8Array): string {
  try {
    const text = strictDecoder.decode(bytes);
    if (!text.startsWith(ESCAPE_MARK)) return text;
  } catch {
    // Not UTF-8: escaped below.
  }
  let escaped = ESCAPE_MARK;
  for (const byte of bytes)
    escaped +=
      byte > 0x20 && byte < 0x7f && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  return escaped;
}

/** The bytes of a name on disk, or null when the text is a malformed escape. */
export function nameToBytes(name: string): Uint8Array<ArrayBuffer> | null {
  if (!name.startsWith(ESCAPE_MARK)) return encoder.encode(name);
  const bytes: number[] = [];
  for (let i = ESCAPE_MARK.length; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code === 0x25) {
      const hex = name.slice(i + 1, i + 3);
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return null;
      const byte = Number.parseInt(hex, 16);
      if (byte === 0 || byte === 0x2f) return null;
      bytes.push(byte);
      i += 2;
    } else if (code > 0x20 && code < 0x7f) bytes.push(code);
    else return null;
  }
  // An escape that spells "", "." or ".." would name a directory's own entries.
  if (bytes.length === 0 || (bytes.length < 3 && bytes.every((byte) => byte === 0x2e))) return null;
  return Uint8Array.from(bytes);
}

/** Whether the name stands in its escaped form, so that a screen can say so. */
export const isEscapedName = (name: string): boolean => name.startsWith(ESCAPE_MARK);
