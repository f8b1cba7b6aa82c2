"use client";
import type { ReactNode } from "react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import { PreviewFailed, PreviewFrame, PreviewLoading } from "./preview-frame.tsx";
import { usePreviewGrant } from "./use-preview-grant.ts";

type Props = {
  root: FileRoot;
  path: VolumePath;
  revision: number | string;
  /** What to show when the browser cannot make a picture of it. */
  fallback: ReactNode;
};

/** A picture, SVG too: always in an `<img>`, where nothing in it can run or load anything. */
export function ImagePreview({ root, path, revision, fallback }: Props) {
  const grant = usePreviewGrant({ root, path, revision });
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const [actualSize, setActualSize] = useState(false);
  if (grant.isPending) return <PreviewLoading />;
  if (grant.isError) return <PreviewFailed error={grant.error} onRetry={() => void grant.refetch()} />;
  if (broken === grant.data.url) return fallback;
  return (
    <PreviewFrame
      className="grid place-items-center p-4"
      facts={
        size && (
          <>
            <span>
              {size.width} × {size.height} px
            </span>
            <Button
              variant="ghost"
              size="sm"
              className="ml-auto h-6"
              aria-pressed={actualSize}
              onClick={() => setActualSize(!actualSize)}
            >
              {actualSize ? "Fit" : "Actual size"}
            </Button>
          </>
        )
      }
    >
      {/* biome-ignore lint/performance/noImgElement: its bytes come by grant from the control plane */}
      <img
        src={grant.data.url}
        alt={nameOf(path)}
        referrerPolicy="no-referrer"
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize({ width: naturalWidth, height: naturalHeight })
        }
        onError={() => setBroken(grant.data.url)}
        // A chequered ground shows what is transparent.
        className={cn(
          "bg-[conic-gradient(var(--hover)_25%,var(--panel)_0_50%,var(--hover)_0_75%,var(--panel)_0)] bg-size-[16px_16px]",
          actualSize ? "max-w-none" : "max-h-full max-w-full object-contain",
        )}
      />
    </PreviewFrame>
  );
}
