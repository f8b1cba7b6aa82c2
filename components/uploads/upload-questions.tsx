"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useUploadsView } from "./uploader-context.ts";

const ConflictDialog = dynamic(
  untilLoaded(() => import("./conflict-dialog.tsx").then((loaded) => loaded.ConflictDialog)),
  {
    loading: () => null,
  },
);
const OverflowDialog = dynamic(
  untilLoaded(() => import("./overflow-dialog.tsx").then((loaded) => loaded.OverflowDialog)),
  {
    loading: () => null,
  },
);

/** What uploads ask the person: about taken names, about room, and before the tab closes over them. */
export function UploadQuestions() {
  const { summary, uploads } = useUploadsView();
  const active = summary.total > 0 && summary.end === null;
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [active]);
  return (
    <>
      {summary.counts.conflict > 0 && <ConflictDialog />}
      {uploads.overflows.length > 0 && <OverflowDialog />}
    </>
  );
}
