import { ApiError } from "#lib/api/api-error.ts";
import type { FileContent } from "#lib/api/files.ts";
import type { Context } from "../context.ts";
import { decodeContent } from "./decode-content.ts";

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

type Inline = Pick<FileContent, "content" | "encoding"> & { path: string };

/**
 * The bytes of a small file that came in a JSON body.
 * @param instead what to do with a larger one, as a sentence
 * @throws ApiError file_upload_limit_exceeded (larger than `config.maxInlineBytes`), invalid_request (content that does not
 *   decode)
 */
export function inlineContent({ system }: Context, input: Inline, instead: string): AsyncIterable<Uint8Array> {
  const bytes = decodeContent(input);
  const limit = system.config.maxInlineBytes;
  if (bytes.length > limit)
    throw new ApiError("file_upload_limit_exceeded", `A JSON body carries at most ${limit} bytes of content.`, {
      suggestedAction: instead,
      details: { path: input.path, max_inline_bytes: limit },
    });
  return once(bytes);
}
