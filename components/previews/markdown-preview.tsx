"use client";
import { type ComponentProps, useDeferredValue, useMemo } from "react";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { markdownElements } from "./markdown-elements.tsx";
import { PreviewFrame } from "./preview-frame.tsx";
import { resolveReference } from "./resolve-reference.ts";
import { usePreviewGrant } from "./use-preview-grant.ts";

type Props = { volume: VolumeId; path: VolumePath; text: string };

/** Markdown as a page. Raw HTML in it is shown as text, scripts and other sites' pictures never load. */
export function MarkdownPreview({ volume, path, text }: Props) {
  const shown = useDeferredValue(text);
  const components = useMemo(
    () => ({
      ...markdownElements,
      img: ({ src, alt }: ComponentProps<"img">) => (
        <MarkdownImage volume={volume} file={path} src={typeof src === "string" ? src : ""} alt={alt ?? ""} />
      ),
    }),
    [volume, path],
  );
  return (
    <PreviewFrame className="bg-panel">
      <article className="mx-auto max-w-3xl px-6 py-5 wrap-anywhere">
        <Markdown remarkPlugins={[remarkGfm]} components={components} urlTransform={keepSafe}>
          {shown}
        </Markdown>
      </article>
    </PreviewFrame>
  );
}

/** Links go out or nowhere; pictures are resolved by their component. */
function keepSafe(url: string, key: string): string {
  if (key === "src") return url;
  return /^(https?:|mailto:)/i.test(url) || url.startsWith("#") ? url : "";
}

type ImageProps = { volume: VolumeId; file: VolumePath; src: string; alt: string };

function MarkdownImage({ volume, file, src, alt }: ImageProps) {
  const path = resolveReference(file, src);
  if (path) return <VolumeImage volume={volume} path={path} alt={alt} />;
  return (
    <span title={src} className="inline-flex rounded-sm border border-dashed px-2 py-0.5 text-caption text-faint">
      {alt || "Picture"} (from another site, not loaded)
    </span>
  );
}

function VolumeImage({ volume, path, alt }: { volume: VolumeId; path: VolumePath; alt: string }) {
  const grant = usePreviewGrant(volume, path, 0);
  if (grant.isError)
    return (
      <span className="inline-flex rounded-sm border border-dashed px-2 py-0.5 text-caption text-faint">
        {alt || path} (not found)
      </span>
    );
  if (!grant.data) return null;
  // biome-ignore lint/performance/noImgElement: its bytes come by grant from the control plane
  return <img src={grant.data.url} alt={alt} referrerPolicy="no-referrer" className="inline-block max-w-full" />;
}
