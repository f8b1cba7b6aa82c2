import { and, eq, inArray, or } from "drizzle-orm";
import type { AlertKind } from "#lib/api/alerts.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import type { Finding } from "./finding.ts";

/**
 * The sandboxes that are in error, and those that were.
 * @param open the kinds of the open alerts by what they are about
 */
export async function lookAtSandboxes(ctx: Context, open: ReadonlyMap<string, AlertKind>): Promise<Finding[]> {
  const rows = await ctx.system.database.queries
    .select({ id: sandboxes.id, status: sandboxes.status, errorMessage: sandboxes.errorMessage })
    .from(sandboxes)
    .where(
      and(
        eq(sandboxes.teamId, ctx.team),
        // An id of another thing is none of a sandbox.
        or(eq(sandboxes.status, "error"), inArray(sandboxes.id, [...open.keys()] as SandboxId[])),
      ),
    );
  return rows.map(({ id, status, errorMessage }) => ({
    subject: id,
    subjectName: id,
    sandboxId: id,
    wrong:
      status === "error"
        ? {
            kind: "sandbox_error",
            message: `${id}: ${errorMessage ?? "the sandbox failed. Destroy it and make another."}`,
          }
        : null,
    over: `${id} is ${status}.`,
  }));
}
