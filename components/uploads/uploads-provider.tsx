"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";
import { toast } from "sonner";
import { perform } from "#components/ui/use-act.ts";
import { makeDirectoriesAction } from "#lib/actions/files.ts";
import { uploadGrantsAction } from "#lib/actions/transfers.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { createUploader, type Uploader } from "./create-uploader.ts";
import { type DroppedTree, pickFiles } from "./dropped-tree.ts";
import { OverflowDialog } from "./overflow-dialog.tsx";
import { sendFile } from "./send-file.ts";
import type { UploadVolume } from "./upload.ts";
import { uploadsOfTree } from "./uploads-of-tree.ts";
import { NO_VIEW, type UploadsView } from "./uploads-view.ts";

const Uploads = createContext<Uploader | null>(null);

/** Keeps uploads going whatever page is on screen. Stands once, around the shell. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const [uploader] = useState(() =>
    createUploader({
      askGrants: (volumeId, files) => perform(uploadGrantsAction, { volumeId, files: [...files] }),
      makeDirectories: (volumeId, paths) => perform(makeDirectoriesAction, { volumeId, paths: [...paths] }),
      send: sendFile,
      roomOf: async (id) => {
        const volume = await cache.fetchQuery({ ...volumeById(browserApi, id), staleTime: 0 });
        // What lies in the trash makes room when it is needed.
        return volume.max_size_bytes === null ? null : volume.max_size_bytes - volume.used_bytes + volume.trash_bytes;
      },
      isOnline: () => navigator.onLine,
    }),
  );
  useEffect(() => {
    window.addEventListener("online", uploader.wake);
    return () => window.removeEventListener("online", uploader.wake);
  }, [uploader]);
  return (
    <Uploads value={uploader}>
      {children}
      <ConflictDialog />
      <OverflowDialog />
      <LeaveGuard />
    </Uploads>
  );
}

/** Asks before the tab closes while something is still to be sent. */
function LeaveGuard() {
  const { summary } = useUploadsView();
  const active = summary.total > 0 && summary.end === null;
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [active]);
  return null;
}

export function useUploader(): Uploader {
  const uploader = use(Uploads);
  if (!uploader) throw new Error("UploadsProvider is missing above this component.");
  return uploader;
}

export function useUploadsView(): UploadsView {
  const uploader = useUploader();
  return useSyncExternalStore(uploader.subscribe, uploader.view, () => NO_VIEW);
}

type Landing = { volume: UploadVolume; directory: VolumePath };

/** Starts uploads from anywhere in the console. */
export function useUploads() {
  const uploader = useUploader();
  const add = ({ volume, directory, tree }: Landing & { tree: DroppedTree }): void => {
    const { uploads, refused } = uploadsOfTree(volume, directory, tree);
    const [first, ...more] = refused;
    if (first)
      toast.warning(`${first.path} was not taken`, {
        description: more.length > 0 ? `${first.problem} ${more.length} others were not taken either.` : first.problem,
      });
    // A run that went well has been seen; its numbers would only blur those of the next.
    if (uploader.view().summary.end === "done") uploader.wish({ type: "cleared" });
    if (uploads.length > 0) uploader.add(uploads);
  };
  /** Opens the browser's picker and uploads what is chosen. */
  const pick = async ({ what, ...landing }: Landing & { what: "files" | "folder" }): Promise<void> => {
    const tree = await pickFiles(what);
    if (tree) add({ ...landing, tree });
  };
  return { add, pick };
}
