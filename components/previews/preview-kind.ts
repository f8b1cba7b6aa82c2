/** Files the browser shows by itself; the control plane checks their first bytes and gives them their type, without their bytes passing through the editor. */
export type MediaKind = "image" | "pdf" | "audio" | "video";
/** Texts that can also be shown as what they mean. HTML is not among them: it is shown as source only. */
export type RenderedKind = "markdown" | "table" | "svg";

const MEDIA: Record<MediaKind, readonly string[]> = {
  image: ["avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "webp"],
  pdf: ["pdf"],
  audio: ["aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav"],
  video: ["m4v", "mov", "mp4", "ogv", "webm"],
};
const RENDERED: Record<RenderedKind, readonly string[]> = {
  markdown: ["markdown", "md"],
  table: ["csv", "tsv"],
  svg: ["svg"],
};

function kindIn<Kind extends string>(table: Record<Kind, readonly string[]>, name: string): Kind | null {
  const dot = name.lastIndexOf(".");
  if (dot < 0) return null;
  const extension = name.slice(dot + 1).toLowerCase();
  // Object.keys loses the type of the keys; the table has no others.
  return (Object.keys(table) as Kind[]).find((kind) => table[kind].includes(extension)) ?? null;
}

/** What the browser can show a file as, by the name of the file. */
export const mediaKindOf = (name: string): MediaKind | null => kindIn(MEDIA, name);
/** What a text can be shown as beside its source, by the name of the file. */
export const renderedKindOf = (name: string): RenderedKind | null => kindIn(RENDERED, name);
