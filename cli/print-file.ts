import { Readable, Transform } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { downloadByGrant } from "#lib/api/client/download-by-grant.ts";
import { retrying } from "#lib/api/client/retrying.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { FilesRoot } from "../client/files-root.ts";
import { sayJson } from "./output.ts";

/** Bytes as base64, which takes three at a time. */
function toBase64(): Transform {
  let left = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = Buffer.concat([left, chunk]);
      const whole = all.length - (all.length % 3);
      left = all.subarray(whole);
      done(null, all.subarray(0, whole).toString("base64"));
    },
    flush(done) {
      done(null, left.toString("base64"));
    },
  });
}

/**
 * Prints a file of any size as it comes; as JSON it is whole in memory first.
 * @throws ApiError file_not_found, …
 */
export async function printFile<Id extends string>(
  { id, transfers }: FilesRoot<Id>,
  path: VolumePath,
  { json, encoding }: { json: boolean; encoding: "utf8" | "base64" },
): Promise<void> {
  const openUrl = async () => (await transfers.downloadGrant(id, { path, purpose: "download" })).url;
  const response = await downloadByGrant(openUrl, { fetch: retrying(fetch) });
  // Node's types and those of the browser name the same class.
  const bytes = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  if (json) {
    const content = await buffer(bytes);
    return sayJson({ content: content.toString(encoding), encoding, size: content.length });
  }
  const output = { end: false };
  if (encoding === "base64") await pipeline(bytes, toBase64(), process.stdout, output);
  else await pipeline(bytes, process.stdout, output);
}
