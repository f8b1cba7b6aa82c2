import type { FileInfo } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { WriteSandboxFileInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { inlineContent } from "../files/inline-content.ts";
import type { Preconditions } from "../files/preconditions.ts";
import { writeSandboxFile } from "./write-sandbox-file.ts";

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
  const content = inlineContent(ctx, input, `Send it as it is: PUT /v1/sandboxes/${id}/file?path=…`);
  return writeSandboxFile(ctx, id, input.path, content, given);
}
