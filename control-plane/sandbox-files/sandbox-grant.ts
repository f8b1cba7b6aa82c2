import { z } from "@hono/zod-openapi";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import { Conflict } from "#lib/api/files.ts";
import { SandboxId, TeamId, UploadId } from "#lib/api/ids.ts";
import { ArchiveFormat, PublishedFile, UploadGrantInput } from "#lib/api/transfers.ts";
import { VolumePathInput } from "#lib/api/volume-path.ts";
import { type Context, createContext, type System } from "../context.ts";
import { apiKeys, members, sessions, spentGrants, teams } from "../db/schema.ts";
import { roleOfScope } from "../identity/authorize.ts";
import {
  GrantCaller,
  grantInvalid,
  type IssuedGrant,
  isOneOf,
  routeOf,
  signed,
  signGrant,
  verifyGrant,
} from "../transfers/grant.ts";

const common = { team: TeamId, sandbox: SandboxId, path: VolumePathInput, caller: GrantCaller, ...signed };

/** One sandbox, one path, one verb, for a short time. */
const SandboxGrant = z.discriminatedUnion("verb", [
  UploadGrantInput.extend({ ...common, verb: z.literal("upload") }),
  z.object({ ...common, verb: z.literal("download"), purpose: z.enum(["download", "preview"]) }),
  z.object({ ...common, verb: z.literal("archive"), format: ArchiveFormat, selection: z.string().nullable() }),
  /** `path` is where the paths of the selection go. */
  z.object({ ...common, verb: z.literal("copy"), conflict: Conflict, selection: z.string() }),
  /** Every part of one resumable upload; `path` is where it goes. */
  z.object({ ...common, verb: z.literal("part"), upload: UploadId }),
]);
export type SandboxGrant = z.infer<typeof SandboxGrant>;
export type GrantFor<V extends SandboxGrant["verb"]> = Extract<SandboxGrant, { verb: V }>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Asked = DistributiveOmit<SandboxGrant, "jti" | "exp" | "team" | "caller">;

/** Signs a grant for the files of a sandbox. @param seconds how long it holds */
export const issueSandboxGrant = (ctx: Context, asked: Asked, seconds: number): Promise<IssuedGrant> =>
  signGrant(ctx, asked, `/v1/sandboxes/${asked.sandbox}/${routeOf(asked)}`, seconds);

export type AdmittedToSandbox<V extends SandboxGrant["verb"]> = {
  ctx: Context;
  grant: GrantFor<V>;
  /** What the grant wrote when it was spent; null while it is unspent. */
  spent: PublishedFile | null;
};

/** What is left of the right of whoever asked for a grant, and whether it is spent. */
async function look({ database }: System, { caller, team, jti }: SandboxGrant) {
  const session = caller.kind === "user" && z.uuid().safeParse(caller.session).success ? caller.session : null;
  const holds = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`));
  const key = (id: string) =>
    and(sql`${apiKeys.id} = ${id}`, eq(apiKeys.teamId, teams.id), isNull(apiKeys.revokedAt), holds);
  const [row] = await database.queries
    .select({
      keyName: apiKeys.name,
      scope: apiKeys.scope,
      email: members.email,
      role: members.role,
      revokedAt: sessions.revokedAt,
      spent: spentGrants.result,
    })
    .from(teams)
    .leftJoin(apiKeys, caller.kind === "api_key" ? key(caller.key) : sql`false`)
    .leftJoin(
      members,
      caller.kind === "user" ? and(eq(members.userId, caller.user), eq(members.teamId, teams.id)) : sql`false`,
    )
    .leftJoin(sessions, session === null ? sql`false` : eq(sessions.id, session))
    .leftJoin(spentGrants, and(eq(spentGrants.id, jti), eq(spentGrants.teamId, teams.id)))
    .where(eq(teams.id, team));
  return row;
}

const lost = () =>
  new ApiError("grant_invalid", "Whoever asked for this grant may not use this sandbox any more.", {
    suggestedAction: "Sign in again, or use another API key, and ask for a new grant.",
  });

/**
 * Reads the grant that a request on a sandbox's files carries, and looks up its caller's right as it is now.
 * @throws ApiError grant_invalid when it is altered or for another sandbox, verb or lost right; grant_expired
 */
export async function admitSandboxGrant<V extends SandboxGrant["verb"]>(
  system: System,
  { token, sandbox, requestId }: { token: string; sandbox: string; requestId: string },
  verbs: readonly V[],
): Promise<AdmittedToSandbox<V>> {
  const parsed = SandboxGrant.safeParse(await verifyGrant(system, token));
  if (!parsed.success || parsed.data.sandbox !== sandbox || !isOneOf(parsed.data, verbs)) throw grantInvalid();
  const grant = parsed.data;
  const row = await look(system, grant);
  if (row === undefined) throw lost();
  const spent = row.spent === null ? null : PublishedFile.parse(row.spent);
  const who = { team: grant.team, requestId };
  const { caller } = grant;
  if (caller.kind === "api_key") {
    if (row.keyName === null || row.scope === null) throw lost();
    const key = { kind: "api_key", keyId: caller.key, name: row.keyName, scope: row.scope } as const;
    return { ctx: createContext(system, { ...who, caller: key, role: roleOfScope(row.scope) }), grant, spent };
  }
  if (row.email === null || row.role === null || row.revokedAt !== null) throw lost();
  const person = { kind: "user", userId: caller.user, email: row.email, sessionId: caller.session } as const;
  return { ctx: createContext(system, { ...who, caller: person, role: row.role }), grant, spent };
}
