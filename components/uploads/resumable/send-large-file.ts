import { blobSource } from "#lib/api/client/blob-source.ts";
import { fingerprintOf } from "#lib/api/client/fingerprint.ts";
import {
  type OpenedSession,
  type SessionOptions,
  type SessionPorts,
  sendSession,
} from "#lib/api/client/send-session.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";

export type LargeFilePorts = Omit<SessionPorts, "open"> & {
  openSession: (what: {
    root: FileRoot;
    path: VolumePath;
    size: number;
    fingerprint: string;
    uploadId: UploadId | null;
  }) => Promise<OpenedSession>;
};

type What = { root: FileRoot; path: VolumePath; file: File };

/** Sends a file by the session that the dashboard's own actions open, or find again by what the file looks like. */
export async function sendLargeFile(
  { openSession, ...ports }: LargeFilePorts,
  { root, path, file }: What,
  options: SessionOptions,
): Promise<void> {
  const asked = { root, path, size: file.size, fingerprint: await fingerprintOf(file) };
  const open = (uploadId: UploadId | null) => openSession({ ...asked, uploadId });
  await sendSession({ ...ports, open }, blobSource(file), options);
}
