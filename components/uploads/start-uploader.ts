import type { QueryClient } from "@tanstack/react-query";
import { perform } from "#components/ui/use-act.ts";
import { makeDirectoriesAction } from "#lib/actions/files.ts";
import { uploadGrantsAction } from "#lib/actions/transfers.ts";
import { abortUploadAction, openUploadAction } from "#lib/actions/uploads.ts";
import { completeByGrant } from "#lib/api/client/complete-by-grant.ts";
import { sendByGrant } from "#lib/api/client/send-by-grant.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { createUploader, type Uploader } from "./create-uploader.ts";
import { holdSessions } from "./resumable/session-locks.ts";
import { sendFile } from "./send-file.ts";

/** The engine, reaching the world by server actions and grants. */
export function startUploader(cache: QueryClient): Uploader {
  const uploader = createUploader({
    askGrants: (root, files) => perform(uploadGrantsAction, { root, files: [...files] }),
    makeDirectories: (root, paths) => perform(makeDirectoriesAction, { root, paths: [...paths] }),
    send: sendFile,
    openSession: (what) => perform(openUploadAction, what),
    sendPart: sendByGrant,
    complete: completeByGrant,
    abortSession: async ({ kind, id }, uploadId) => {
      await perform(abortUploadAction, { root: { kind, id }, uploadId });
    },
    roomOf: async (root) => {
      // The disk of a sandbox is as large as it says when it is full.
      if (root.kind !== "volume") return null;
      const volume = await cache.fetchQuery({ ...volumeById(browserApi, root.id), staleTime: 0 });
      // What lies in the trash makes room when it is needed.
      return volume.max_size_bytes === null ? null : volume.max_size_bytes - volume.used_bytes + volume.trash_bytes;
    },
    isOnline: () => navigator.onLine,
  });
  holdSessions(uploader);
  return uploader;
}
