import { randomBytes } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { errors, jwtVerify, SignJWT } from "jose";
import { ApiError } from "#lib/api/api-error.ts";
import { Conflict } from "#lib/api/files.ts";
import { ApiKeyId, TeamId, UploadId, UserId, VolumeId } from "#lib/api/ids.ts";
import { ArchiveFormat, UploadGrantInput } from "#lib/api/transfers.ts";
import { VolumePathInput } from "#lib/api/volume-path.ts";
import type { Context, System } from "../context.ts";

export const UPLOAD_GRANT_SECONDS = 15 * 60;
export const DOWNLOAD_GRANT_SECONDS = 5 * 60;

const ALGORITHM = "HS256";
// Keeps the key's signatures apart from any other use of it.
const AUDIENCE = "nullspace.grant";

/** Who asked for the grant: the one whose right is looked up again when it is used. */
export const GrantCaller = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("user"), user: UserId, session: z.string() }),
  z.object({ kind: z.literal("api_key"), key: ApiKeyId }),
]);

const common = { team: TeamId, volume: VolumeId, path: VolumePathInput, caller: GrantCaller };
/** What signing adds. */
export const signed = { jti: z.string(), exp: z.int() };
const Upload = UploadGrantInput.extend({ ...common, verb: z.literal("upload") });
const Download = z.object({ ...common, verb: z.literal("download"), purpose: z.enum(["download", "preview"]) });
const Archive = z.object({
  ...common,
  verb: z.literal("archive"),
  format: ArchiveFormat,
  /** The row that holds the chosen paths; null: all of the directory. */
  selection: z.string().nullable(),
});

const Copy = z.object({
  ...common,
  verb: z.literal("copy"),
  conflict: Conflict,
  /** The row that holds the paths; `path` is where they go. */
  selection: z.string(),
});

/** Every part of one resumable upload; `path` is where it goes. */
const Part = z.object({ ...common, verb: z.literal("part"), upload: UploadId });

/** One volume, one path, one verb, for a short time. */
export const Grant = z.discriminatedUnion("verb", [
  Upload.extend(signed),
  Download.extend(signed),
  Archive.extend(signed),
  Copy.extend(signed),
  Part.extend(signed),
]);
export type Grant = z.infer<typeof Grant>;
export type UploadGrant = Extract<Grant, { verb: "upload" }>;
export type DownloadGrant = Extract<Grant, { verb: "download" | "archive" }>;
export type CopyGrant = Extract<Grant, { verb: "copy" }>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Asked = DistributiveOmit<Grant, "jti" | "exp" | "team" | "caller">;

export type IssuedGrant = { id: string; url: string; expiresAt: Date };

function callerOf(ctx: Context): Grant["caller"] {
  if (ctx.caller.kind === "user") return { kind: "user", user: ctx.caller.userId, session: ctx.caller.sessionId };
  if (ctx.caller.kind === "api_key") return { kind: "api_key", key: ctx.caller.keyId };
  throw new Error("the system itself sends no bytes by grant");
}

/** The route of a grant, below that of what its files are in. */
export function routeOf(asked: { verb: Exclude<Grant["verb"], "part"> } | { verb: "part"; upload: UploadId }): string {
  if (asked.verb === "part") return `uploads/${asked.upload}/part`;
  return asked.verb === "copy" ? "copy" : "file";
}

/**
 * Signs claims for the caller. The URL is a secret until it expires.
 * @param route below the public address, with its leading slash
 * @param seconds how long it holds
 */
export async function signGrant(
  ctx: Context,
  claims: Record<string, unknown>,
  route: string,
  seconds: number,
): Promise<IssuedGrant> {
  const { installation, config } = ctx.system;
  const id = randomBytes(16).toString("hex");
  const expires = Math.floor(Date.now() / 1000) + seconds;
  const token = await new SignJWT({ ...claims, team: ctx.team, caller: callerOf(ctx) })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(installation.id)
    .setAudience(AUDIENCE)
    .setJti(id)
    .setExpirationTime(expires)
    .sign(installation.grantKey);
  const url = `${config.publicApiUrl}${route}?grant=${token}`;
  return { id, url, expiresAt: new Date(expires * 1000) };
}

/** Signs a grant for the files of a volume. @param seconds how long it holds */
export const issueGrant = (ctx: Context, asked: Asked, seconds: number): Promise<IssuedGrant> =>
  signGrant(ctx, asked, `/v1/volumes/${asked.volume}/${routeOf(asked)}`, seconds);

export const grantInvalid = (): ApiError =>
  new ApiError("grant_invalid", "This grant does not hold for this request.", {
    suggestedAction: "Ask for a new grant for these files, this path and verb.",
  });

/** The claims of a token that this installation signed. @throws ApiError grant_invalid, grant_expired */
export async function verifyGrant({ installation }: System, token: string): Promise<unknown> {
  if (token === "")
    throw new ApiError("grant_invalid", "This address takes a grant instead of a key, and carries none.", {
      suggestedAction: "Ask for a URL at `files/upload-url` or `files/download-url`, and send the request to that.",
    });
  const verified = await jwtVerify(token, installation.grantKey, {
    algorithms: [ALGORITHM],
    issuer: installation.id,
    audience: AUDIENCE,
  }).catch((error: unknown) => {
    if (error instanceof errors.JWTExpired)
      throw new ApiError("grant_expired", "This grant has expired.", { suggestedAction: "Ask for a new one." });
    throw grantInvalid();
  });
  return verified.payload;
}

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
  const grant = Grant.safeParse(await verifyGrant(system, token));
  if (!grant.success || grant.data.volume !== volume || !isOneOf(grant.data, verbs)) throw grantInvalid();
  return grant.data;
}

export function isOneOf<G extends { verb: string }, V extends G["verb"]>(
  grant: G,
  verbs: readonly V[],
): grant is Extract<G, { verb: V }> {
  return verbs.some((verb) => verb === grant.verb);
}
