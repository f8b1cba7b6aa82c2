import { randomBytes } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { errors, jwtVerify, SignJWT } from "jose";
import { ApiError } from "#lib/api/api-error.ts";
import { ApiKeyId, TeamId, UserId, VolumeId } from "#lib/api/ids.ts";
import { ArchiveFormat, UploadGrantInput } from "#lib/api/transfers.ts";
import { VolumePathInput } from "#lib/api/volume-path.ts";
import type { Context, System } from "../context.ts";

export const UPLOAD_GRANT_SECONDS = 15 * 60;
export const DOWNLOAD_GRANT_SECONDS = 5 * 60;

const ALGORITHM = "HS256";
// Keeps the key's signatures apart from any other use of it.
const AUDIENCE = "nullspace.grant";

/** Who asked for the grant: the one whose right is looked up again when it is used. */
const GrantCaller = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("user"), user: UserId, session: z.string() }),
  z.object({ kind: z.literal("api_key"), key: ApiKeyId }),
]);

const common = { team: TeamId, volume: VolumeId, path: VolumePathInput, caller: GrantCaller };
const signed = { jti: z.string(), exp: z.int() };
const Upload = UploadGrantInput.extend({ ...common, verb: z.literal("upload") });
const Download = z.object({ ...common, verb: z.literal("download"), purpose: z.enum(["download", "preview"]) });
const Archive = z.object({
  ...common,
  verb: z.literal("archive"),
  format: ArchiveFormat,
  /** The row that holds the chosen paths; null: all of the directory. */
  selection: z.string().nullable(),
});

/** One volume, one path, one verb, for a short time. */
export const Grant = z.discriminatedUnion("verb", [
  Upload.extend(signed),
  Download.extend(signed),
  Archive.extend(signed),
]);
export type Grant = z.infer<typeof Grant>;
export type UploadGrant = Extract<Grant, { verb: "upload" }>;
export type DownloadGrant = Exclude<Grant, UploadGrant>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Asked = DistributiveOmit<Grant, "jti" | "exp" | "team" | "caller">;

export type IssuedGrant = { id: string; url: string; expiresAt: Date };

function callerOf(ctx: Context): Grant["caller"] {
  if (ctx.caller.kind === "user") return { kind: "user", user: ctx.caller.userId, session: ctx.caller.sessionId };
  if (ctx.caller.kind === "api_key") return { kind: "api_key", key: ctx.caller.keyId };
  throw new Error("the system itself sends no bytes by grant");
}

/** Signs a grant for the caller. The URL is a secret until it expires. @param seconds how long it holds */
export async function issueGrant(ctx: Context, asked: Asked, seconds: number): Promise<IssuedGrant> {
  const { installation, config } = ctx.system;
  const id = randomBytes(16).toString("hex");
  const expires = Math.floor(Date.now() / 1000) + seconds;
  const token = await new SignJWT({ ...asked, team: ctx.team, caller: callerOf(ctx) })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(installation.id)
    .setAudience(AUDIENCE)
    .setJti(id)
    .setExpirationTime(expires)
    .sign(installation.grantKey);
  const url = `${config.publicApiUrl}/v1/volumes/${asked.volume}/file?grant=${token}`;
  return { id, url, expiresAt: new Date(expires * 1000) };
}

const invalid = () =>
  new ApiError("grant_invalid", "This grant does not hold for this request.", {
    suggestedAction: "Ask for a new grant for this volume, path and verb.",
  });

/**
 * Reads a grant that a request on `volume` carries.
 * @throws ApiError grant_invalid when it is altered or for another volume or verb, grant_expired
 */
export async function readGrant<V extends Grant["verb"]>(
  system: System,
  token: string,
  volume: string,
  verbs: readonly V[],
): Promise<Extract<Grant, { verb: V }>> {
  const { installation } = system;
  const verified = await jwtVerify(token, installation.grantKey, {
    algorithms: [ALGORITHM],
    issuer: installation.id,
    audience: AUDIENCE,
  }).catch((error: unknown) => {
    if (error instanceof errors.JWTExpired)
      throw new ApiError("grant_expired", "This grant has expired.", { suggestedAction: "Ask for a new one." });
    throw invalid();
  });
  const grant = Grant.safeParse(verified.payload);
  if (!grant.success || grant.data.volume !== volume || !isOneOf(grant.data, verbs)) throw invalid();
  return grant.data;
}

function isOneOf<V extends Grant["verb"]>(grant: Grant, verbs: readonly V[]): grant is Extract<Grant, { verb: V }> {
  return verbs.some((verb) => verb === grant.verb);
}
