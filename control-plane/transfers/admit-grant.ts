import { z } from "@hono/zod-openapi";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import { PublishedFile } from "#lib/api/transfers.ts";
import { type Context, createContext, type System } from "../context.ts";
import { apiKeys, members, sessions, spentGrants, volumes } from "../db/schema.ts";
import { roleOfScope } from "../identity/authorize.ts";
import { type VolumeRow, volumeColumns, volumeNotFound } from "../volumes/find-volume.ts";
import type { Grant } from "./grant.ts";

export type Admitted<G extends Grant> = {
  ctx: Context;
  grant: G;
  volume: VolumeRow;
  /** What the grant published when it was spent; null while it is unspent. */
  spent: PublishedFile | null;
};

/** A grant carries a right, not a copy of it: whoever lost the right since cannot use it. */
const lost = () =>
  new ApiError("grant_invalid", "Whoever asked for this grant may not use this volume any more.", {
    suggestedAction: "Sign in again, or use another API key, and ask for a new grant.",
  });

/**
 * Looks up, in one statement, the volume of a grant, what is left of its caller's right, and whether it is spent.
 * @throws ApiError grant_invalid, volume_not_found
 */
export async function admitGrant<G extends Grant>(system: System, grant: G, requestId: string): Promise<Admitted<G>> {
  const { caller } = grant;
  const session = caller.kind === "user" && z.uuid().safeParse(caller.session).success ? caller.session : null;
  const [row] = await system.database.queries
    .select({
      volume: volumeColumns,
      keyName: apiKeys.name,
      scope: apiKeys.scope,
      email: members.email,
      role: members.role,
      revokedAt: sessions.revokedAt,
      spent: spentGrants.result,
    })
    .from(volumes)
    .leftJoin(
      apiKeys,
      caller.kind === "api_key"
        ? and(
            eq(apiKeys.id, caller.key),
            eq(apiKeys.teamId, volumes.teamId),
            isNull(apiKeys.revokedAt),
            or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
          )
        : sql`false`,
    )
    .leftJoin(
      members,
      caller.kind === "user" ? and(eq(members.userId, caller.user), eq(members.teamId, volumes.teamId)) : sql`false`,
    )
    // Sessions of Supabase Auth are not here; those of the embedded service are.
    .leftJoin(sessions, session === null ? sql`false` : eq(sessions.id, session))
    .leftJoin(spentGrants, and(eq(spentGrants.id, grant.jti), eq(spentGrants.teamId, volumes.teamId)))
    .where(and(eq(volumes.id, grant.volume), eq(volumes.teamId, grant.team), isNull(volumes.deletedAt)));
  if (row === undefined) throw volumeNotFound(grant.volume);
  const spent = row.spent === null ? null : PublishedFile.parse(row.spent);
  const who = { team: grant.team, requestId };
  if (caller.kind === "api_key") {
    if (row.keyName === null || row.scope === null) throw lost();
    const key = { kind: "api_key", keyId: caller.key, name: row.keyName, scope: row.scope } as const;
    const ctx = createContext(system, { ...who, caller: key, role: roleOfScope(row.scope) });
    return { ctx, grant, volume: row.volume, spent };
  }
  if (row.email === null || row.role === null || row.revokedAt !== null) throw lost();
  const person = { kind: "user", userId: caller.user, email: row.email, sessionId: caller.session } as const;
  const ctx = createContext(system, { ...who, caller: person, role: row.role });
  return { ctx, grant, volume: row.volume, spent };
}
