"use client";
import { type ReactNode, useRef, useState } from "react";
import type { VolumeId } from "#lib/api/ids.ts";
import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import { PreviewFailed, PreviewFrame, PreviewLoading } from "./preview-frame.tsx";
import { usePreviewGrant } from "./use-preview-grant.ts";

type Props = {
  kind: "audio" | "video";
  volume: VolumeId;
  path: VolumePath;
  revision: number | string;
  /** What to show when the browser cannot play it. */
  fallback: ReactNode;
};

/** Sound or film, fetched piece by piece as it is played. A grant that ends on the way is renewed, and it goes on there. */
export function MediaPreview({ kind, volume, path, revision, fallback }: Props) {
  const grant = usePreviewGrant(volume, path, revision);
  const at = useRef(0);
  const loaded = useRef(false);
  const [unplayable, setUnplayable] = useState(false);
  if (grant.isPending) return <PreviewLoading />;
  if (grant.isError) return <PreviewFailed error={grant.error} onRetry={() => void grant.refetch()} />;
  if (unplayable) return fallback;

  const onError = () => {
    // It could be read before, so the file is fine and the grant has ended.
    if (!loaded.current) return setUnplayable(true);
    loaded.current = false;
    void grant.refetch();
  };
  const props = {
    src: grant.data.url,
    controls: true,
    preload: "metadata",
    "aria-label": nameOf(path),
    onError,
    onTimeUpdate: ({ currentTarget }: { currentTarget: HTMLMediaElement }) => {
      at.current = currentTarget.currentTime;
    },
    onLoadedMetadata: ({ currentTarget }: { currentTarget: HTMLMediaElement }) => {
      loaded.current = true;
      if (at.current > 0) currentTarget.currentTime = at.current;
    },
  } as const;
  return (
    <PreviewFrame className="grid place-items-center p-4">
      {kind === "video" ? (
        <video {...props} className="max-h-full max-w-full rounded-md" />
      ) : (
        <audio {...props} className="w-full max-w-lg" />
      )}
    </PreviewFrame>
  );
}
