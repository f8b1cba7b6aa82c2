import { constants } from "node:fs";
import { type FileHandle, open, unlink } from "node:fs/promises";
import type { UploadId } from "#lib/api/ids.ts";
import { isErrno, pathAt } from "../storage/descriptors.ts";
import type { SessionStaging } from "./session-staging.ts";

const NEW_FILE_MODE = 0o644;

/** The name in staging of the bytes of a session. */
export const sessionFile = (id: UploadId): string => `session-${id}`;

/** Makes the empty file that the parts are written into, each at its place; holes cost nothing. */
export async function makeSessionFile(root: SessionStaging, id: UploadId, contentLength: number): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(pathAt(root.staging, sessionFile(id)), flags, NEW_FILE_MODE);
  try {
    await handle.truncate(contentLength);
    // The process may have a umask; the volume's files do not.
    await handle.chmod(NEW_FILE_MODE);
    if (root.owner !== null) await handle.chown(root.owner.uid, root.owner.gid);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Opens the bytes of a session; null when they are gone, which only a crash in the middle of publishing leaves. */
export async function openSessionFile(root: SessionStaging, id: UploadId): Promise<FileHandle | null> {
  try {
    return await open(pathAt(root.staging, sessionFile(id)), constants.O_RDWR | constants.O_NOFOLLOW);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return null;
    throw error;
  }
}

/** Nothing happens when it is gone. */
export async function removeSessionFile(root: SessionStaging, id: UploadId): Promise<void> {
  await unlink(pathAt(root.staging, sessionFile(id))).catch((error: unknown) => {
    if (!isErrno(error, "ENOENT")) throw error;
  });
}
