import { ApiError } from "#lib/api/api-error.ts";
import { isErrorCode } from "#lib/api/error-codes.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { findSandbox } from "./find-sandbox.ts";
import { type SandboxCall, settledSandbox } from "./settled-sandbox.ts";

/**
 * Answers a sandbox that is being made, once it runs; also to a request that is repeated, whoever makes it meanwhile.
 * @throws ApiError why it was taken back
 */
export async function createdSandbox(ctx: Context, id: SandboxId, call: SandboxCall): Promise<Sandbox> {
  const sandbox = await settledSandbox(ctx, id, call);
  if (sandbox.status !== "destroyed" || sandbox.started_at !== null) return sandbox;
  const { errorCode, errorMessage } = await findSandbox(ctx.system.database.queries, ctx, id);
  throw new ApiError(
    errorCode !== null && isErrorCode(errorCode) ? errorCode : "conflict",
    errorMessage ?? "It was destroyed before it ran.",
  );
}
