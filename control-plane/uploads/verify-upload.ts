import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { PartRow, UploadRow } from "./find-upload.ts";
import { sizeOfPart } from "./part-layout.ts";

const CHUNK = 1024 * 1024;

/** What the bytes on the disk are, and which parts are not what arrived. */
type Verified = { sha256: string; spoiled: number[] };

/**
 * Reads all bytes of an upload once. Parts are held against what arrived: two replicas that wrote the same part at once may
 * have left a bit of both.
 */
export async function verifyUpload(
  handle: FileHandle,
  upload: UploadRow,
  parts: readonly PartRow[],
): Promise<Verified> {
  const whole = createHash("sha256");
  const spoiled: number[] = [];
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (const { number, sha256 } of parts) {
    const hash = createHash("sha256");
    const start = number * upload.partSize;
    const end = start + sizeOfPart(upload, number);
    for (let at = start; at < end; ) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK, end - at), at);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      whole.update(chunk);
      hash.update(chunk);
      at += bytesRead;
    }
    if (hash.digest("hex") !== sha256) spoiled.push(number);
  }
  return { sha256: whole.digest("hex"), spoiled };
}
