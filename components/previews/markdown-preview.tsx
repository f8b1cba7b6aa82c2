"use client";
import { type ComponentProps, useDeferredValue, useMemo } from "react";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { markdownElements } from "./markdown-elements.tsx";
import { PreviewFrame } from "./preview-frame.tsx";
import { resolveReference } from "./resolve-reference.ts";
import { usePreviewGrant } from "./use-preview-grant.ts";

type Props = { root: FileRoot; path: VolumePath; text: string };

/** Markdown as a page. Raw HTML in it is shown as text, scripts and other sites' pictures never load. */
export function MarkdownPreview({ root, path, text }: Props) {
  const shown = useDeferredValue(text);
  const components = useMemo(
    () => ({
      ...markdownElements,
      img: ({ src, alt }: ComponentProps<"img">) => (
        <MarkdownImage root={root} file={path} src={typeof src === "string" ? src : ""} alt={alt ?? ""} />
      ),
    }),
    [root, path],
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

type ImageProps = { root: FileRoot; file: VolumePath; src: string; alt: string };

function MarkdownImage({ root, file, src, alt }: ImageProps) {
  const path = resolveReference(file, src);
  if (path) return <FileImage root={root} path={path} alt={alt} />;
  return (
    <span title={src} className="inline-flex rounded-sm border border-dashed px-2 py-0.5 text-caption text-faint">
      {alt || "Picture"} (from another site, not loaded)
    </span>
  );
}

function FileImage({ root, path, alt }: { root: FileRoot; path: VolumePath; alt: string }) {
  const grant = usePreviewGrant({ root, path, revision: 0 });
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
