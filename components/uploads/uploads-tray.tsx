"use client";

import dynamic from "next/dynamic";
import { announcement } from "./upload-words.ts";
import { useUploadsView } from "./uploader-context.ts";

const Tray = dynamic(() => import("./tray.tsx").then((loaded) => loaded.Tray));

/** The uploads at the foot of the shell. Renders nothing to see when there are none. */
export function UploadsTray() {
  const view = useUploadsView();
  return (
    <>
      {/* Always there, since a live region must stand before what it is to read out. */}
      <p role="status" aria-live="polite" className="sr-only">
        {announcement(view)}
      </p>
      {view.summary.total > 0 && <Tray view={view} />}
    </>
  );
}
