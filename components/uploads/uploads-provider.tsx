"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { perform } from "#components/ui/use-act.ts";
import { makeDirectoriesAction } from "#lib/actions/files.ts";
import { uploadGrantsAction } from "#lib/actions/transfers.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { createUploader } from "./create-uploader.ts";
import { sendFile } from "./send-file.ts";
import { UploadQuestions } from "./upload-questions.tsx";
import { UploaderContext } from "./uploader-context.ts";

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
    <UploaderContext value={uploader}>
      {children}
      <UploadQuestions />
    </UploaderContext>
  );
}
