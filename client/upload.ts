import { platform } from "#client/platform";
import { blobSource } from "#lib/api/client/blob-source.ts";
import { fingerprintOf } from "#lib/api/client/fingerprint.ts";
import type { Source } from "#lib/api/client/send-session.ts";
import { uploadByGrant } from "#lib/api/client/upload-by-grant.ts";
import { uploadBySession } from "#lib/api/client/upload-by-session.ts";
import type { UploadId } from "#lib/api/ids.ts";
import { MIN_PART_BYTES } from "#lib/api/limits.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { TransferOptions } from "./bytes.ts";
import type { Connection } from "./connection.ts";
import type { FilesRoot } from "./files-root.ts";

export type UploadOptions = TransferOptions & {
  /** Where something is: `merge` (the default) replaces a file, and adds to a directory; `replace` takes its place; `error`. */
  conflict?: "merge" | "replace" | "error";
  /** Parts at once, from 1 to 4; 4 when not said. */
  concurrency?: number;
  /** The upload to go on with, as `onBegun` told it: only what is missing is sent. It is kept for a day. */
  resume?: string;
  /** Told as soon as there is something to go on with. Small files have nothing. */
  onBegun?: (uploadId: string) => void;
};

export type UploadDirectoryOptions = UploadOptions & {
  /** Globs, held against names and against paths below the directory. */
  exclude?: readonly string[];
};

export type UploadedDirectory = {
  /** Bytes of the files that were sent, and their number. */
  bytes: number;
  fileCount: number;
  /** What stayed here, by its path below the directory: devices, sockets, and links that lead out. */
  skipped: string[];
};

// The server checks the shape; here it only must stay one segment of a path.
const idOf = (id: string | undefined) => (id === undefined ? undefined : (encodeURIComponent(id) as UploadId));

type Sent = { kind: "file" | "directory_tar"; source: Source; target: VolumePath; fingerprint?: string };

async function send<Id extends string>(
  root: FilesRoot<Id>,
  connection: Connection,
  { kind, source, target, fingerprint }: Sent,
  options: UploadOptions,
): Promise<void> {
  const { signal, onProgress, onBegun, concurrency, resume, conflict = "merge" } = options;
  const isPlain = kind === "file" && resume === undefined && conflict !== "error" && source.size <= MIN_PART_BYTES;
  if (!isPlain) {
    await uploadBySession(root.uploads, root.id, source, {
      kind,
      target,
      conflict,
      resume: idOf(resume),
      fingerprint,
      concurrency,
      signal,
      onBegun,
      onProgress,
      fetch: connection.fetch,
    });
    return;
  }
  await uploadByGrant(root.transfers, root.id, target, await source.slice(0, source.size), {
    signal,
    size: source.size,
    fetch: connection.fetch,
    onBytes: onProgress && ((done) => onProgress(done, source.size)),
  });
}

/** @param source a path of this machine, in Node; or a Blob or File */
export async function uploadFile<Id extends string>(
  root: FilesRoot<Id>,
  connection: Connection,
  source: string | Blob,
  target: VolumePath,
  options: UploadOptions,
): Promise<void> {
  options.signal?.throwIfAborted();
  const what =
    typeof source === "string"
      ? { source: await platform.openFile(source) }
      : { source: blobSource(source), fingerprint: await fingerprintOf(source) };
  await send(root, connection, { kind: "file", target, ...what }, options);
}

export async function uploadDirectory<Id extends string>(
  root: FilesRoot<Id>,
  connection: Connection,
  directory: string,
  target: VolumePath,
  { exclude = [], ...options }: UploadDirectoryOptions,
): Promise<UploadedDirectory> {
  options.signal?.throwIfAborted();
  const { source, ...told } = await platform.openDirectory(directory, exclude);
  await send(root, connection, { kind: "directory_tar", source, target }, options);
  return told;
}
