import { ApiError } from "#lib/api/api-error.ts";
import { isErrorCode } from "#lib/api/error-codes.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { SETTLE_MS } from "#lib/api/limits.ts";
import { settleAttachments } from "../attachments/settle-attachments.ts";
import type { System } from "../context.ts";

/**
 * Waits until every mount of the sandbox stands.
 * @throws ApiError of the first one that does not in time
 */
export async function requireMounts(system: System, id: SandboxId): Promise<void> {
  const attachments = await settleAttachments(system, id, { deadlineMs: SETTLE_MS });
  const missing = attachments.find(({ state }) => state !== "mounted" && state !== "releasing");
  if (missing === undefined) return;
  const { last_error_code: code, last_error_message: message, mount_path, volume_id, volume_name } = missing;
  throw new ApiError(
    code !== null && isErrorCode(code) ? code : "volume_backend_unavailable",
    `The volume ${volume_name} could not be mounted at ${mount_path}: ${message ?? "it took too long."}`,
    { details: { volume_id, mount_path } },
  );
}
