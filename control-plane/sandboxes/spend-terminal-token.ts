import { and, eq, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context, System } from "../context.ts";
import { terminalTokens } from "../db/schema.ts";
import { recheckCaller } from "../identity/recheck-caller.ts";
import { hashSecret } from "../identity/secret.ts";

/**
 * Takes a terminal's token, which is then worth nothing any more.
 * @returns who it was made for, as they are now
 * @throws ApiError unauthorized when there is no such token for this sandbox, or its minute is over
 */
export async function spendTerminalToken(
  system: System,
  sandbox: SandboxId,
  token: string,
  requestId: string,
): Promise<Context> {
  const [row] = await system.database.queries
    .delete(terminalTokens)
    .where(
      and(
        eq(terminalTokens.tokenHash, hashSecret(token)),
        eq(terminalTokens.sandboxId, sandbox),
        sql`${terminalTokens.expiresAt} > now()`,
      ),
    )
    .returning();
  if (row === undefined)
    throw new ApiError("unauthorized", "This link to a terminal was used or is too old.", {
      suggestedAction: "Open the terminal again.",
    });
  return recheckCaller(system, row.caller, row.teamId, requestId);
}
