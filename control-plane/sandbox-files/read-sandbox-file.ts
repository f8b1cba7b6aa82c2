import { ApiError } from "#lib/api/api-error.ts";
import type { FileContent } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { ReadSandboxFileInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { readSmallFile } from "../files/read-small-file.ts";
import { openSandboxFile } from "./open-sandbox-file.ts";

/**
 * Reads a small file of a sandbox whole; symlinks are followed as inside of it.
 * @returns the content, and the version it has
 * @throws ApiError as `openSandboxFile`, and file_upload_limit_exceeded (larger than `config.maxInlineBytes`),
 *   invalid_request (not UTF-8)
 */
export async function readSandboxFile(
  ctx: Context,
  id: SandboxId,
  { path, encoding }: ReadSandboxFileInput,
): Promise<{ file: FileContent; etag: string }> {
  const limit = ctx.system.config.maxInlineBytes;
  const file = await openSandboxFile(ctx, id, path);
  const tooLarge = () =>
    new ApiError("file_upload_limit_exceeded", `${path} is larger than the ${limit} bytes that fit in a JSON answer.`, {
      suggestedAction: `Download it: GET /v1/sandboxes/${id}/file?path=…`,
      details: { path, max_inline_bytes: limit },
    });
  try {
    return { file: await readSmallFile(file, { path, encoding, limit, tooLarge }), etag: file.etag };
  } finally {
    await file.handle.close();
  }
}
