import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { PartRow, UploadRow } from "./find-upload.ts";
import { sizeOfPart } from "./part-layout.ts";

const CHUNK = 1024 * 1024;

/** SHA-256 of the bytes of an open file from `start` to `end`. While a piece is hashed the next one is read. */
async function hashOf(handle: FileHandle, start: number, end: number): Promise<string> {
  const hash = createHash("sha256");
  let [now, next] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
  const read = (into: Buffer, at: number) => handle.read(into, 0, Math.min(CHUNK, end - at), at);
  let reading = read(next, start);
  for (let at = start; at < end; ) {
    const { bytesRead } = await reading;
    if (bytesRead === 0) break;
    at += bytesRead;
    [now, next] = [next, now];
    if (at < end) reading = read(next, at);
    hash.update(now.subarray(0, bytesRead));
  }
  return hash.digest("hex");
}

/** The SHA-256 of all bytes of an upload, in lower-case hexadecimal. */
export const hashUpload = (handle: FileHandle, { contentLength }: Pick<UploadRow, "contentLength">): Promise<string> =>
  hashOf(handle, 0, contentLength);

/** The parts of which the disk does not have what arrived: two replicas that wrote one at once may have left a bit of both. */
export async function findSpoiled(handle: FileHandle, upload: UploadRow, parts: readonly PartRow[]): Promise<number[]> {
  const spoiled: number[] = [];
  for (const { number, sha256 } of parts) {
    const start = number * upload.partSize;
    if ((await hashOf(handle, start, start + sizeOfPart(upload, number))) !== sha256) spoiled.push(number);
  }
  return spoiled;
}
