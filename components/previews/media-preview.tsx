"use client";
import { type ReactNode, useRef, useState } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import { PreviewFailed, PreviewFrame, PreviewLoading } from "./preview-frame.tsx";
import { usePreviewGrant } from "./use-preview-grant.ts";

type Props = {
  kind: "audio" | "video";
  root: FileRoot;
  path: VolumePath;
  revision: number | string;
  /** What to show when the browser cannot play it. */
  fallback: ReactNode;
};

/** Sound or film, fetched piece by piece as it is played. A grant that ends on the way is renewed, and it goes on there. */
export function MediaPreview({ kind, root, path, revision, fallback }: Props) {
  const grant = usePreviewGrant({ root, path, revision });
  const at = useRef(0);
  const playing = useRef(false);
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
  // While another address is being loaded, the element stands at the beginning and plays nothing: that is not remembered.
  const follow = ({ currentTarget }: { currentTarget: HTMLMediaElement }) => {
    if (!loaded.current) return;
    at.current = currentTarget.currentTime;
    playing.current = !currentTarget.paused;
  };
  const props = {
    src: grant.data.url,
    controls: true,
    preload: "metadata",
    "aria-label": nameOf(path),
    onError,
    onTimeUpdate: follow,
    onSeeking: follow,
    onPlay: follow,
    onPause: follow,
    onLoadedMetadata: ({ currentTarget }: { currentTarget: HTMLMediaElement }) => {
      loaded.current = true;
      if (at.current > 0) currentTarget.currentTime = at.current;
      // The browser may want a press for this; then it waits where it was.
      if (playing.current) void currentTarget.play().catch(() => undefined);
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
