import { createHash } from "node:crypto";
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify } from "jose";
import { z } from "zod";
import { ApiError } from "#lib/api/api-error.ts";
import type { Config } from "../config.ts";
import type { Person } from "../context.ts";
import { TokenClaims } from "./token-claims.ts";

type Supabase = NonNullable<Config["supabase"]>;

/** How long "this session lives" is believed: a session revoked in Supabase is refused here at most so much later. */
const SESSION_CACHE_MS = 10_000;
const MAX_CACHED = 10_000;
const TIMEOUT_MS = 5_000;

const SupabaseUser = z.object({ id: z.uuid(), email: z.email(), email_confirmed_at: z.string() });

const unreachable = (cause: unknown) =>
  new ApiError("volume_backend_unavailable", "The identity service cannot be reached.", {
    suggestedAction: "Try again in a moment.",
    retryAfter: 5,
    cause,
  });

/** Whether this failure says that the token is bad. Any other, such as a key set that cannot be fetched, says nothing. */
const isBadToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== "ERR_JOSE_GENERIC";

/** What the token says it was signed with; undefined when it is no token at all. */
function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}

/** Asks Supabase whose session this token is. Null when Supabase refuses it: signed out, banned, deleted. */
async function askForUser(supabase: Supabase, token: string): Promise<{ id: string; email: string } | null> {
  const response = await fetch(`${supabase.url}/auth/v1/user`, {
    headers: { apikey: supabase.anonKey, authorization: `Bearer ${token}` },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (response.status === 429 || response.status >= 500) throw unreachable(new Error(`status ${response.status}`));
  const user = SupabaseUser.safeParse(response.ok ? await response.json().catch(() => null) : null);
  return user.success ? { id: user.data.id, email: user.data.email.toLowerCase() } : null;
}

/**
 * Reads access tokens of one Supabase project. The key source decides the algorithm, never the token: its published
 * keys verify asymmetric ones, and HS256 is read only with the project's JWT secret.
 */
export function createSupabaseReader(supabase: Supabase): (token: string) => Promise<Person | null> {
  const published = createRemoteJWKSet(new URL(`${supabase.url}/auth/v1/.well-known/jwks.json`), {
    timeoutDuration: TIMEOUT_MS,
  });
  const secret = supabase.jwtSecret === undefined ? undefined : new TextEncoder().encode(supabase.jwtSecret);
  const known = new Map<string, { until: number; user: ReturnType<typeof askForUser> }>();

  async function readClaims(token: string): Promise<TokenClaims | null> {
    const expected = { issuer: `${supabase.url}/auth/v1`, audience: "authenticated", requiredClaims: ["exp"] };
    const algorithm = algorithmOf(token);
    if (algorithm === undefined || (algorithm === "HS256" && secret === undefined)) return null;
    const { payload } =
      algorithm === "HS256" && secret !== undefined
        ? await jwtVerify(token, secret, { ...expected, algorithms: ["HS256"] })
        : await jwtVerify(token, published, { ...expected, algorithms: ["ES256", "RS256"] });
    const claims = TokenClaims.safeParse(payload);
    return claims.success ? claims.data : null;
  }

  function userOf(token: string): ReturnType<typeof askForUser> {
    const key = createHash("sha256").update(token).digest("base64");
    const now = Date.now();
    const cached = known.get(key);
    if (cached !== undefined && cached.until > now) return cached.user;
    // Oldest first in a Map: what is over goes, and what is too much.
    for (const [old, { until }] of known) {
      if (until > now && known.size < MAX_CACHED) break;
      known.delete(old);
    }
    const user = askForUser(supabase, token);
    known.delete(key);
    known.set(key, { until: now + SESSION_CACHE_MS, user });
    user.catch(() => known.delete(key));
    return user;
  }

  return async (token) => {
    const claims = await readClaims(token).catch((error: unknown) => {
      if (isBadToken(error)) return null;
      throw unreachable(error);
    });
    if (claims === null) return null;
    const user = await userOf(token);
    if (user === null || user.id !== claims.sub) return null;
    return { kind: "user", userId: claims.sub, email: user.email, sessionId: claims.session_id };
  };
}
