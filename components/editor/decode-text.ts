/** How a UTF-8 text stood on disk, so that saving changes nothing a person did not change. */
export type TextForm = { readonly bom: boolean; readonly endings: LineEndings };

export type LineEndings =
  | { readonly kind: "lf" | "crlf" }
  /** More than one kind, or lone carriage returns: each line of the original keeps its own. */
  | { readonly kind: "mixed"; readonly lines: readonly string[]; readonly ends: readonly string[] };

export type Decoded =
  | { readonly kind: "text"; readonly text: string; readonly form: TextForm }
  /** Readable, but not UTF-8: to be shown, never to be saved. */
  | { readonly kind: "foreign"; readonly text: string; readonly encoding: string }
  | { readonly kind: "binary" };

const LINE_END = /\r\n|\r|\n/g;
const SNIFFED_BYTES = 8192;

const startsWith = (bytes: Uint8Array, ...prefix: number[]) => prefix.every((byte, i) => bytes[i] === byte);

/** Whether the beginning of a file is not text: a NUL in it, unless a UTF-16 mark explains it. */
export function looksBinary(head: Uint8Array): boolean {
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) return false;
  return head.subarray(0, SNIFFED_BYTES).includes(0);
}

/** Control characters that no text has: what an unknown encoding is told from binary by. */
function hasManyControls(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, SNIFFED_BYTES);
  const isControl = (byte: number) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b;
  return head.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0) > head.length / 50;
}

/** Splits where Monaco does. The last line has no end, so `ends` is one shorter than `lines`. */
export function splitLines(text: string): { lines: string[]; ends: string[] } {
  return { lines: text.split(LINE_END), ends: text.match(LINE_END) ?? [] };
}

function lineEndingsOf(text: string): LineEndings {
  const { lines, ends } = splitLines(text);
  if (ends.every((end) => end === "\n")) return { kind: "lf" };
  if (ends.every((end) => end === "\r\n")) return { kind: "crlf" };
  return { kind: "mixed", lines, ends };
}

/** Reads the bytes of a whole file. */
export function decodeText(bytes: Uint8Array): Decoded {
  if (startsWith(bytes, 0xff, 0xfe)) return utf16(bytes, "utf-16le", "UTF-16 LE");
  if (startsWith(bytes, 0xfe, 0xff)) return utf16(bytes, "utf-16be", "UTF-16 BE");
  if (bytes.includes(0)) return { kind: "binary" };
  try {
    const whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const bom = whole.startsWith("\u{FEFF}");
    const text = bom ? whole.slice(1) : whole;
    return { kind: "text", text, form: { bom, endings: lineEndingsOf(text) } };
  } catch {
    if (hasManyControls(bytes)) return { kind: "binary" };
    return { kind: "foreign", text: new TextDecoder("windows-1252").decode(bytes), encoding: "an unknown encoding" };
  }
}

function utf16(bytes: Uint8Array, label: string, encoding: string): Decoded {
  try {
    return { kind: "foreign", text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding };
  } catch {
    return { kind: "binary" };
  }
}

/**
 * The beginning of a file as text, for a look at it.
 * @param head the first bytes of a file; a character cut off at their end is dropped
 */
export function decodeHead(head: Uint8Array): { text: string; encoding: string } {
  for (const [label, encoding, ...mark] of [
    ["utf-16le", "UTF-16 LE", 0xff, 0xfe],
    ["utf-16be", "UTF-16 BE", 0xfe, 0xff],
  ] as const)
    if (startsWith(head, ...mark)) return { text: new TextDecoder(label).decode(head, { stream: true }), encoding };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true }), encoding: "UTF-8" };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(head), encoding: "an unknown encoding" };
  }
}
