"use client";

import dynamic from "next/dynamic";
import { useParams } from "next/navigation";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { VolumeId } from "#lib/api/ids.ts";
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

/** The shape of the id, whose schema would bring zod along. */
const VOLUME = /^vol_[0-9a-z]{8,32}$/;

/** The uploads at the foot of the shell. Renders nothing to see when there are none. */
export function UploadsTray() {
  const view = useUploadsView();
  const params = useParams();
  const volume = VOLUME.test(String(params.volume)) ? (params.volume as VolumeId) : null;
  return (
    <>
      {/* Always there, since a live region must stand before what it is to read out. */}
      <p role="status" aria-live="polite" className="sr-only">
        {view.summary.total > 0 && <Announcement view={view} />}
      </p>
      {volume !== null && <UnfinishedUploads volume={volume} />}
      {view.summary.total > 0 && <Tray view={view} />}
    </>
  );
}
