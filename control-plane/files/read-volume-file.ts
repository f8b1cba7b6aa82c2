import type { FileHandle } from "node:fs/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { FileContent, ReadFileInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { openFileForReading } from "../storage/open-file.ts";
import { withVolume } from "./with-volume.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const tooLarge = (volumeId: VolumeId, path: string, limit: number) =>
  new ApiError("file_upload_limit_exceeded", `${path} is larger than the ${limit} bytes that fit in a JSON answer.`, {
    suggestedAction: `Download it by a grant: POST /v1/volumes/${volumeId}/files/download-grant.`,
    details: { path, max_inline_bytes: limit },
  });

/** Reads to the end, whatever the size said: the file may grow meanwhile. Null when there is more than `limit`. */
async function readAtMost(handle: FileHandle, size: number, limit: number): Promise<Buffer | null> {
  let buffer = Buffer.allocUnsafe(Math.min(size, limit) + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (bytesRead === 0) return buffer.subarray(0, length);
    if (length > limit) return null;
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(Math.min(length, limit) + 1)]);
  }
}

function decode(bytes: Buffer, path: string): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new ApiError("invalid_request", `${path} is not UTF-8 text.`, {
      suggestedAction: 'Ask for it with the encoding "base64".',
      details: { path, field: "encoding" },
      cause,
    });
  }
}

/**
 * Reads a small file whole; symlinks are followed inside the volume.
 * @returns the content, and the version it has
 * @throws ApiError forbidden, volume_not_found, file_not_found, file_conflict (a directory or special file),
 *   file_upload_limit_exceeded (larger than `config.maxInlineBytes`), invalid_request (not UTF-8)
 */
export async function readVolumeFile(
  ctx: Context,
  volumeId: VolumeId,
  input: ReadFileInput,
): Promise<{ file: FileContent; etag: string }> {
  authorize(ctx, "files:read");
  const { path, encoding } = input;
  const limit = ctx.system.config.maxInlineBytes;
  return withVolume(ctx, volumeId, async (root) => {
    const { handle, stat, etag } = await openFileForReading(root, path);
    try {
      if (stat.size > limit) throw tooLarge(volumeId, path, limit);
      const bytes = await readAtMost(handle, Number(stat.size), limit);
      if (bytes === null) throw tooLarge(volumeId, path, limit);
      const content = encoding === "utf8" ? decode(bytes, path) : bytes.toString("base64");
      return { file: { content, encoding, size: bytes.length }, etag };
    } finally {
      await handle.close();
    }
  });
}
