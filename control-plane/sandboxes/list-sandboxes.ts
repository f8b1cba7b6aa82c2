import { and, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import { SandboxId } from "#lib/api/ids.ts";
import { type ListSandboxesQuery, type Sandbox, SandboxStatus } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { parseMetadataFilter } from "./parse-metadata-filter.ts";
import { toSandboxes } from "./to-sandbox.ts";

export type SandboxList = { items: Sandbox[]; next_token: string | null; has_next: boolean };

function parseStates(state: string | undefined): SandboxStatus[] | null {
  if (state === undefined) return null;
  const parsed = SandboxStatus.array().safeParse(state.split(",").map((one) => one.trim()));
  if (parsed.success) return parsed.data;
  throw new ApiError("invalid_request", `state: must be some of ${SandboxStatus.options.join(", ")}`, {
    details: { field: "state" },
  });
}

/** The token is the id of the last one seen: rows stay, so that it can always be gone on from. */
function after(ctx: Context, token: string): SQL {
  const id = SandboxId.safeParse(Buffer.from(token, "base64url").toString());
  if (!id.success)
    throw new ApiError("invalid_request", "next_token: is not one that this list answered", {
      suggestedAction: "Begin again without a token.",
      details: { field: "next_token" },
    });
  return sql`(${sandboxes.createdAt}, ${sandboxes.id}) < (select last.created_at, last.id from ${sandboxes} as last
    where last.id = ${id.data} and last.team_id = ${ctx.team})`;
}

/**
 * The sandboxes of the team, newest first; destroyed ones only where `state` names them. Without a limit all of them.
 * @throws ApiError forbidden, invalid_request
 */
export async function listSandboxes(
  ctx: Context,
  query: ListSandboxesQuery,
  options: { actions?: boolean | undefined } = {},
): Promise<SandboxList> {
  authorize(ctx, "sandboxes:read");
  const states = parseStates(query.state);
  const select = ctx.system.database.queries
    .select()
    .from(sandboxes)
    .where(
      and(
        eq(sandboxes.teamId, ctx.team),
        states === null ? ne(sandboxes.status, "destroyed") : inArray(sandboxes.status, states),
        query.template === undefined ? undefined : eq(sandboxes.template, query.template),
        parseMetadataFilter(sandboxes.metadata, query.metadata),
        query.next_token === undefined ? undefined : after(ctx, query.next_token),
      ),
    )
    .orderBy(desc(sandboxes.createdAt), desc(sandboxes.id));
  const rows = await (query.limit === undefined ? select : select.limit(query.limit + 1));
  const page = query.limit === undefined ? rows : rows.slice(0, query.limit);
  const last = rows.length > page.length ? page.at(-1) : undefined;
  return {
    items: await toSandboxes(ctx, page, options),
    next_token: last === undefined ? null : Buffer.from(last.id).toString("base64url"),
    has_next: last !== undefined,
  };
}
