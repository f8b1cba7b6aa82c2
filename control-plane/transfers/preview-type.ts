/** How a file may be shown: its own type, and whether a browser may open it on its own. */
export type PreviewType = { type: string; inline: boolean };

/** Bytes of the beginning that the type is checked with. */
export const MAGIC_BYTES = 4096;

type Check = (head: Buffer) => boolean;

const at =
  (offset: number, ...signatures: string[]): Check =>
  (head) =>
    signatures.some((signature) => head.toString("latin1", offset, offset + signature.length) === signature);
const both =
  (...checks: Check[]): Check =>
  (head) =>
    checks.every((check) => check(head));

const riff = (form: string) => both(at(0, "RIFF"), at(8, form));
const isoMedia = at(4, "ftyp");
const matroska = at(0, "\x1a\x45\xdf\xa3");
const ogg = at(0, "OggS");
/** The eleven set bits of an MPEG audio frame. */
const mpegFrame: Check = (head) => head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0;
const text: Check = (head) => !head.includes(0);

const inline = (type: string, check: Check) => ({ type, inline: true, check });
const plain = inline("text/plain; charset=utf-8", text);

/**
 * The types that are safe to show, by the ending of the name. Nothing that can hold a script is inline: HTML and XML are not
 * here, and SVG goes as a download whatever asks for it, which an `<img>` shows and a page of its own does not.
 */
const TYPES: Record<string, PreviewType & { check: Check }> = {
  png: inline("image/png", at(0, "\x89PNG\r\n\x1a\n")),
  jpg: inline("image/jpeg", at(0, "\xff\xd8\xff")),
  jpeg: inline("image/jpeg", at(0, "\xff\xd8\xff")),
  gif: inline("image/gif", at(0, "GIF87a", "GIF89a")),
  webp: inline("image/webp", riff("WEBP")),
  avif: inline("image/avif", at(4, "ftypavif", "ftypavis")),
  bmp: inline("image/bmp", at(0, "BM")),
  ico: inline("image/x-icon", at(0, "\0\0\x01\0")),
  svg: { type: "image/svg+xml", inline: false, check: text },
  pdf: inline("application/pdf", at(0, "%PDF-")),
  mp3: inline("audio/mpeg", (head) => at(0, "ID3")(head) || mpegFrame(head)),
  wav: inline("audio/wav", riff("WAVE")),
  flac: inline("audio/flac", at(0, "fLaC")),
  aac: inline("audio/aac", mpegFrame),
  m4a: inline("audio/mp4", isoMedia),
  ogg: inline("audio/ogg", ogg),
  oga: inline("audio/ogg", ogg),
  opus: inline("audio/ogg", ogg),
  ogv: inline("video/ogg", ogg),
  mp4: inline("video/mp4", isoMedia),
  m4v: inline("video/mp4", isoMedia),
  mov: inline("video/quicktime", isoMedia),
  webm: inline("video/webm", matroska),
  mkv: inline("video/x-matroska", matroska),
  txt: plain,
  md: plain,
  log: plain,
  csv: plain,
  tsv: plain,
  json: plain,
};

/**
 * The type of a file that is safe to show; null when it is not one of them or its first bytes say otherwise.
 * @param head the first `MAGIC_BYTES` of the file, or all of it
 */
export function previewType(name: string, head: Buffer): PreviewType | null {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const known = Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined;
  return known?.check(head) ? { type: known.type, inline: known.inline } : null;
}
