import type { FileHandle } from "node:fs/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { FileContent } from "#lib/api/files.ts";
import type { OpenFile } from "../storage/open-file.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

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

type Options = { path: string; encoding: FileContent["encoding"]; limit: number; tooLarge: () => ApiError };

/** The content of an open file for a JSON answer. @throws ApiError invalid_request (not UTF-8), and what `tooLarge` makes */
export async function readSmallFile({ handle, stat }: OpenFile, options: Options): Promise<FileContent> {
  const { path, encoding, limit, tooLarge } = options;
  if (stat.size > limit) throw tooLarge();
  const bytes = await readAtMost(handle, Number(stat.size), limit);
  if (bytes === null) throw tooLarge();
  const content = encoding === "utf8" ? decode(bytes, path) : bytes.toString("base64");
  return { content, encoding, size: bytes.length };
}
