import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { ApiError } from "#lib/api/api-error.ts";
import { isErrno, pathAt } from "./descriptors.ts";
import { translateFsError } from "./fs-error.ts";
import type { WritableTree } from "./store.ts";

/** Bytes that arrived whole and are on the disk, in the volume's staging: not visible, not counted, gone after a restart. */
export type StagedFile = {
  /** Its name in the staging directory. */
  name: string;
  /** Bytes of content. */
  size: number;
  /** Bytes it takes on the disk, as `du` counts them. */
  allocatedBytes: number;
};
/** One whose bytes were hashed as they arrived, in lower-case hexadecimal. */
export type HashedFile = StagedFile & { sha256: string };

export type StageOptions = {
  /** Bytes of content that may arrive. */
  maxBytes: number;
  /** Bytes that must arrive, no more and no less. */
  expectedBytes?: number | undefined;
  /** SHA-256 that they must have, in lower-case hexadecimal. */
  expectedSha256?: string | undefined;
  /** Ends the upload; nothing of it stays. */
  signal?: AbortSignal | undefined;
  /** What to say past `maxBytes`; by default `file_upload_limit_exceeded`. */
  overMax?: (() => ApiError) | undefined;
  /** Takes back each chunk once it is written: nobody needs its memory any more. */
  release?: ((chunk: Uint8Array) => void) | undefined;
};

/** One write to the disk takes at least so much, so that a fast sender does not pay a system call for every packet. */
const WRITE_BYTES = 1024 * 1024;
const NEW_FILE_MODE = 0o644;

const tooLong = (bytes: number) =>
  new ApiError("file_upload_limit_exceeded", `More than the allowed ${bytes} bytes arrived.`, {
    suggestedAction: "Declare the right length, or send a smaller file.",
    details: { max_bytes: bytes },
  });

/** Writes everything, also where the kernel takes only a part at a time. */
async function writeAll(handle: FileHandle, chunks: Uint8Array[], release: StageOptions["release"]): Promise<void> {
  let left = chunks;
  while (left.length > 0) {
    let { bytesWritten } = await handle.writev(left);
    const rest: Uint8Array[] = [];
    for (const chunk of left) {
      if (bytesWritten >= chunk.length) bytesWritten -= chunk.length;
      else {
        rest.push(bytesWritten === 0 ? chunk : chunk.subarray(bytesWritten));
        bytesWritten = 0;
      }
    }
    left = rest;
  }
  if (release !== undefined) for (const chunk of chunks) release(chunk);
}

/** Receives and writes at the same time: while one batch goes to the disk the next one arrives and is hashed. */
async function receive(handle: FileHandle, source: AsyncIterable<Uint8Array>, options: StageOptions) {
  const limit = Math.min(options.maxBytes, options.expectedBytes ?? Number.POSITIVE_INFINITY);
  const hash = createHash("sha256");
  let size = 0;
  let batch: Uint8Array[] = [];
  let batchBytes = 0;
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of source) {
      options.signal?.throwIfAborted();
      size += chunk.length;
      if (size > limit)
        throw limit === options.maxBytes && options.overMax !== undefined ? options.overMax() : tooLong(limit);
      hash.update(chunk);
      batch.push(chunk);
      batchBytes += chunk.length;
      if (batchBytes < WRITE_BYTES) continue;
      await writing;
      writing = writeAll(handle, batch, options.release);
      // Its failure is met at the next await; until then it must not count as unhandled.
      writing.catch(() => {});
      batch = [];
      batchBytes = 0;
    }
  } finally {
    await writing;
  }
  await writeAll(handle, batch, options.release);
  return { size, sha256: hash.digest("hex") };
}

function check(received: { size: number; sha256: string }, options: StageOptions): void {
  if (options.expectedBytes !== undefined && received.size !== options.expectedBytes)
    throw new ApiError(
      "length_mismatch",
      `${options.expectedBytes} bytes were declared and ${received.size} arrived.`,
      {
        suggestedAction: "Send the file again.",
        details: { expected_bytes: options.expectedBytes, received_bytes: received.size },
      },
    );
  if (options.expectedSha256 !== undefined && received.sha256 !== options.expectedSha256)
    throw new ApiError("checksum_mismatch", "The bytes that arrived do not have the declared SHA-256.", {
      suggestedAction: "Send the file again.",
      details: { expected_sha256: options.expectedSha256, received_sha256: received.sha256 },
    });
}

/**
 * Takes bytes into the volume's staging, checks them and puts them on the disk for good (fsync). They belong to the volume
 * owner. Whatever fails, nothing of them stays. The chunks must not be changed afterwards by who sends them.
 * @throws ApiError file_upload_limit_exceeded, length_mismatch, checksum_mismatch, volume_backend_unavailable (disk full);
 *   and whatever `source` throws
 */
export async function stageFile(
  root: WritableTree,
  source: AsyncIterable<Uint8Array>,
  options: StageOptions,
): Promise<HashedFile> {
  const name = `upload-${randomBytes(12).toString("hex")}`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(pathAt(root.staging, name), flags, NEW_FILE_MODE);
  try {
    const received = await receive(handle, source, options);
    check(received, options);
    // The process may have a umask; the volume's files do not.
    await handle.chmod(NEW_FILE_MODE);
    if (root.owner !== null) await handle.chown(root.owner.uid, root.owner.gid);
    await handle.sync();
    const stat = await handle.stat({ bigint: true });
    return { name, ...received, allocatedBytes: Number(stat.blocks) * 512 };
  } catch (error) {
    await discard(root, { name });
    throw translateFsError(error, "the uploaded file");
  } finally {
    await handle.close();
  }
}

/** Throws staged bytes away; nothing happens when they are gone or published. */
export async function discard(root: WritableTree, staged: Pick<StagedFile, "name">): Promise<void> {
  await unlink(pathAt(root.staging, staged.name)).catch((error: unknown) => {
    if (!isErrno(error, "ENOENT")) throw error;
  });
}
