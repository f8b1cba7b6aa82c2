import { sql } from "drizzle-orm";
import type { SandboxId } from "#lib/api/ids.ts";
import type { TerminalTicket } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { terminalTokens } from "../db/schema.ts";
import { nameOfCaller } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { hashSecret, makeSecret } from "../identity/secret.ts";
import { runningSandbox } from "./running-sandbox.ts";

const LIFETIME_S = 60;

/**
 * The right to open one terminal in a sandbox, once, within a minute: a browser cannot send a header with a WebSocket.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready
 */
export async function createTerminalToken(ctx: Context, id: SandboxId): Promise<TerminalTicket> {
  authorize(ctx, "sandboxes:write");
  await runningSandbox(ctx, id);
  const token = makeSecret();
  await ctx.system.database.queries.insert(terminalTokens).values({
    tokenHash: hashSecret(token),
    teamId: ctx.team,
    sandboxId: id,
    actorName: nameOfCaller(ctx.caller),
    caller: ctx.caller,
    expiresAt: sql`now() + make_interval(secs => ${LIFETIME_S})`,
  });
  // http becomes ws, https becomes wss.
  const base = ctx.system.config.publicApiUrl.replace(/^http/, "ws");
  return { token, url: `${base}/v1/sandboxes/${id}/terminal?token=${token}` };
}
