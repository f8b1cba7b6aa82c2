import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { sandboxes } from "../db/schema.ts";

export type SandboxRow = typeof sandboxes.$inferSelect;

const thisSandbox = (ctx: Context, id: SandboxId) => and(eq(sandboxes.id, id), eq(sandboxes.teamId, ctx.team));

/** The same answer for one that never was and another team's. */
const sandboxNotFound = (id: SandboxId) =>
  new ApiError("sandbox_not_found", `There is no sandbox ${id} in this team.`, {
    suggestedAction: "List the sandboxes and use one of their ids.",
  });

/** Destroyed ones too: their story can still be read. @throws ApiError sandbox_not_found */
export async function findSandbox(tx: Queries, ctx: Context, id: SandboxId): Promise<SandboxRow> {
  const [row] = await tx.select().from(sandboxes).where(thisSandbox(ctx, id));
  if (row === undefined) throw sandboxNotFound(id);
  return row;
}

/**
 * Finds the sandbox and keeps everyone else from changing its row, or what is attached to it, until the transaction ends.
 * Locks are taken in one order everywhere: sandbox, volumes by id, attachments.
 * @throws ApiError sandbox_not_found
 */
export async function lockSandbox(tx: Queries, ctx: Context, id: SandboxId): Promise<SandboxRow> {
  const [row] = await tx.select().from(sandboxes).where(thisSandbox(ctx, id)).for("update");
  if (row === undefined) throw sandboxNotFound(id);
  return row;
}
