"use client";

import dynamic from "next/dynamic";
import { useParams } from "next/navigation";
import { useMemo } from "react";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { type FileRoot, sandboxRoot, volumeRoot } from "#lib/api/file-root.ts";
import type { SandboxId, VolumeId } from "#lib/api/ids.ts";
import { useUploadsView } from "./uploader-context.ts";

const UnfinishedUploads = dynamic(
  untilLoaded(() => import("./resumable/unfinished-uploads.tsx").then((loaded) => loaded.UnfinishedUploads)),
  { loading: () => null },
);
const Announcement = dynamic(
  untilLoaded(() => import("./announcement.tsx").then((loaded) => loaded.Announcement)),
  { loading: () => null },
);
const Tray = dynamic(
  untilLoaded(() => import("./tray.tsx").then((loaded) => loaded.Tray)),
  { loading: () => null },
);

/** The shapes of the ids, whose schemas would bring zod along. */
const VOLUME = /^vol_[0-9a-z]{8,32}$/;
const SANDBOX = /^sb_[0-9a-z]{8,32}$/;

/** The volume or the sandbox that the page is of. */
function useRootHere(): FileRoot | null {
  const params = useParams();
  const id = String(params.volume ?? params.sandbox);
  return useMemo(() => {
    if (VOLUME.test(id)) return volumeRoot(id as VolumeId);
    return SANDBOX.test(id) ? sandboxRoot(id as SandboxId) : null;
  }, [id]);
}

/** The uploads at the foot of the shell. Renders nothing to see when there are none. */
export function UploadsTray() {
  const view = useUploadsView();
  const root = useRootHere();
  return (
    <>
      {/* Always there, since a live region must stand before what it is to read out. */}
      <p role="status" aria-live="polite" className="sr-only">
        {view.summary.total > 0 && <Announcement view={view} />}
      </p>
      {root !== null && <UnfinishedUploads key={root.id} root={root} />}
      {view.summary.total > 0 && <Tray view={view} />}
    </>
  );
}
