"use client";
import { useEffect } from "react";
import { useUploadsView } from "#components/uploads/uploader-context.ts";
import { useFiles } from "./files-context.ts";

/** Reads a sandbox again after what this page itself uploaded or saved there: no event tells of it. Draws nothing. */
export function FollowOwnChanges() {
  const { root, dirty, reread } = useFiles();
  const uploaded = useUploadsView().uploads.list.filter(
    (upload) => upload.root.id === root.id && upload.standing.state === "done",
  ).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them is a change to follow
  useEffect(reread, [uploaded, dirty, reread]);
  return null;
}
