import { ApiError } from "#lib/api/api-error.ts";
import type { FileInfo } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { WriteSandboxFileInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { decodeContent } from "../files/decode-content.ts";
import type { Preconditions } from "../files/preconditions.ts";
import { writeSandboxFile } from "./write-sandbox-file.ts";

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/**
 * Writes a small file of a sandbox, whose content came in a JSON body.
 * @throws ApiError as `writeSandboxFile`, and file_upload_limit_exceeded, invalid_request (content that does not decode)
 */
export async function writeSandboxContent(
  ctx: Context,
  id: SandboxId,
  input: WriteSandboxFileInput,
  given: Preconditions = {},
): Promise<FileInfo> {
  const bytes = decodeContent(input);
  const limit = ctx.system.config.maxInlineBytes;
  if (bytes.length > limit)
    throw new ApiError("file_upload_limit_exceeded", `A JSON body carries at most ${limit} bytes of content.`, {
      suggestedAction: `Send it as it is: PUT /v1/sandboxes/${id}/file?path=…`,
      details: { path: input.path, max_inline_bytes: limit },
    });
  return writeSandboxFile(ctx, id, input.path, once(bytes), given);
}
