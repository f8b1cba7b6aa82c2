import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { ApiError } from "../../api-error.ts";
import { unpackTar } from "./unpack-tar.ts";

/**
 * Puts what arrives at a path of this machine, whole or not at all: it is gathered beside its place and moved there last.
 * @param options.unpack it is a tar, and becomes a directory
 * @param options.replace take the place of what is there
 * @returns the names of members that were left out: devices, and links that lead out of the directory
 * @throws ApiError file_conflict when something is there; Error when the tar is broken; what the stream fails with
 */
export async function saveDownload(
  bytes: ReadableStream<Uint8Array>,
  target: string,
  options: { unpack: boolean; replace: boolean },
): Promise<string[]> {
  const there = () => existsSync(target) && !options.replace;
  const taken = () => new ApiError("file_conflict", `There is something at ${target} already.`);
  if (there()) {
    await bytes.cancel();
    throw taken();
  }
  // In the same directory, so that the last step is one rename.
  const staging = `${resolve(target)}.${crypto.randomUUID()}.part`;
  await mkdir(dirname(staging), { recursive: true });
  try {
    let skipped: string[] = [];
    if (options.unpack) skipped = await unpackTar(bytes, staging);
    else {
      // Node's types and those of the browser name the same class.
      const source = Readable.fromWeb(bytes as unknown as NodeStream<Uint8Array>);
      await pipeline(source, createWriteStream(staging, { flags: "wx" }));
    }
    if (there()) throw taken();
    if (options.replace) await rm(target, { recursive: true, force: true });
    await rename(staging, target);
    return skipped;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}
