import type { FileHandle } from "node:fs/promises";
import type { ApiError } from "#lib/api/api-error.ts";
import { isUploadReason } from "#lib/api/upload-reasons.ts";
import { createWorkerThread } from "../storage/worker-thread.ts";
import type { UploadRow } from "./find-upload.ts";
import type { TarSize } from "./scan-tar.ts";
import type { SessionStaging } from "./session-staging.ts";
import { OVER_ROOM, type UnpackJob, type UnpackReply } from "./unpack-contract.ts";
import { uploadRefusal } from "./upload-refusal.ts";

/** Archives are unpacked in a thread of their own, with synchronous calls. */
const run = createWorkerThread<UnpackJob, UnpackReply>(new URL("./unpack-worker.ts", import.meta.url));

export type Unpacked = UnpackReply & {
  /** Its name in staging. */
  name: string;
};

type Options = {
  /** What it gets in staging; the caller removes what is there, also on failure. */
  name: string;
  /** What it may take. */
  room: TarSize;
  /** The refusal of what would take more. */
  noRoom(): ApiError;
};

/**
 * Unpacks the archive of an upload into staging, where nobody sees it: directories, regular files and links that stay
 * within it, nothing else. What it needs is held against the room there is before the first file is made, and again with
 * every block.
 * @throws ApiError what `noRoom` makes, file_upload_error (directory_extract_…)
 */
export async function unpackUpload(
  { staging, owner }: SessionStaging,
  upload: UploadRow,
  file: FileHandle,
  { name, room, noRoom }: Options,
): Promise<Unpacked> {
  try {
    const expected = await run({ kind: "scan", file: file.fd, length: upload.contentLength });
    if (expected.usedBytes > room.usedBytes || expected.inodeCount > room.inodeCount) throw noRoom();
    return { ...(await run({ kind: "unpack", file: file.fd, staging, name, owner, room })), name };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === OVER_ROOM) throw noRoom();
    if (error instanceof Error && isUploadReason(code))
      throw uploadRefusal(upload.id, code, `The archive is refused: ${error.message}.`, { path: upload.targetPath });
    throw error;
  }
}
