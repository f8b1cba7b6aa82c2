import type { QueryClient } from "@tanstack/react-query";
import { perform } from "#components/ui/use-act.ts";
import { makeDirectoriesAction } from "#lib/actions/files.ts";
import { uploadGrantsAction } from "#lib/actions/transfers.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { createUploader, type Uploader } from "./create-uploader.ts";
import { sendFile } from "./send-file.ts";

/** The engine, reaching the world by server actions and grants. */
export const startUploader = (cache: QueryClient): Uploader =>
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
  });
