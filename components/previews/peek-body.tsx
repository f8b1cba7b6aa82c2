"use client";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { FileInfo } from "#lib/api/files.ts";
import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import { HexView } from "./hex-view.tsx";
import { ImagePreview } from "./image-preview.tsx";
import { MediaView } from "./media-view.tsx";
import { mediaKindOf, renderedKindOf } from "./preview-kind.ts";
import { TextPeek } from "./text-peek.tsx";

type Props = { root: FileRoot; path: VolumePath; info: FileInfo };

export function PeekBody({ root, path, info }: Props) {
  const name = nameOf(path);
  const file = { root, path, revision: info.etag ?? info.modified_time };
  const bytes = <HexView {...file} size={info.size} />;
  const text = <TextPeek {...file} size={info.size} fallback={bytes} />;
  const media = mediaKindOf(name);
  if (media !== null && info.size > 0) return <MediaView kind={media} {...file} fallback={text} />;
  if (renderedKindOf(name) === "svg") return <ImagePreview {...file} fallback={text} />;
  return text;
}
