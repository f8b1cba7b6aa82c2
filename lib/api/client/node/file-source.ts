import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ApiError } from "../../api-error.ts";
import type { Source } from "../send-session.ts";

const changed = (path: string, cause?: unknown) =>
  new ApiError("file_not_found", `${path} has changed or gone since it was chosen.`, {
    suggestedAction: "Send it again.",
    cause,
  });

/**
 * A file of this machine, to be sent in parts: it is read as it goes, so its size does not matter.
 * @throws Error of the file system when it cannot be looked at
 */
export async function fileSource(path: string): Promise<Source> {
  const { size, mtimeMs } = await stat(path);
  const read = async (start: number, end: number): Promise<Readable> => {
    const now = await stat(path).catch((cause: unknown) => {
      throw changed(path, cause);
    });
    // Parts of two states of a file would make a file that never was.
    if (now.size !== size || now.mtimeMs !== mtimeMs) throw changed(path);
    return start === end ? Readable.from([]) : createReadStream(path, { start, end: end - 1 });
  };
  return {
    size,
    // Node's types and those of the browser name the same class.
    slice: async (start, end) => Readable.toWeb(await read(start, end)) as unknown as ReadableStream<Uint8Array>,
    async sha256(start, end) {
      const hash = createHash("sha256");
      await pipeline(await read(start, end), hash);
      return hash.digest("hex");
    },
  };
}
