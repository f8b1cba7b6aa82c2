"use client";
import { lazy, type ReactNode, Suspense } from "react";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { ImagePreview } from "./image-preview.tsx";
import { MediaPreview } from "./media-preview.tsx";
import { PreviewLoading } from "./preview-frame.tsx";
import type { MediaKind } from "./preview-kind.ts";

const PdfPreview = lazy(
  untilLoaded(() => import("./pdf-preview.tsx").then(({ PdfPreview }) => ({ default: PdfPreview }))),
);

type Props = { kind: MediaKind; root: FileRoot; path: VolumePath; revision: number | string; fallback: ReactNode };

/** A file that is shown, not read: picture, PDF, sound or film. What it turns out not to be is left to `fallback`. */
export function MediaView({ kind, ...rest }: Props) {
  switch (kind) {
    case "image":
      return <ImagePreview {...rest} />;
    case "pdf":
      return (
        <Suspense fallback={<PreviewLoading />}>
          <PdfPreview {...rest} />
        </Suspense>
      );
    case "audio":
    case "video":
      return <MediaPreview kind={kind} {...rest} />;
  }
}
