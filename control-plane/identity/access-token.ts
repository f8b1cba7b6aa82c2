import { calculateJwkThumbprint, type JWK, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Person, System } from "../context.ts";
import { TokenClaims } from "./token-claims.ts";

/** Seconds that an access token holds. A revoked session ends it at once all the same. */
export const ACCESS_TOKEN_SECONDS = 3600;
const ALGORITHM = "ES256";

const PrivateJwk = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

const issuerOf = (system: System): string => `${system.config.publicApiUrl}/auth/v1`;

/** The public half of the key that signs access tokens, as `/.well-known/jwks.json` shows it. */
export async function publicSigningKey(system: System): Promise<JWK> {
  const { kty, crv, x, y } = PrivateJwk.parse(system.installation.authPrivateJwk);
  const key = { kty, crv, x, y };
  return { ...key, kid: await calculateJwkThumbprint(key), alg: ALGORITHM, use: "sig", key_ops: ["verify"] };
}

/** A signed access token with the claims that Supabase's have. @param signedInAt when the password was given */
export async function signAccessToken(system: System, person: Person, signedInAt: Date): Promise<string> {
  const { kid } = await publicSigningKey(system);
  return new SignJWT({
    email: person.email,
    phone: "",
    role: "authenticated",
    session_id: person.sessionId,
    aal: "aal1",
    amr: [{ method: "password", timestamp: Math.floor(signedInAt.getTime() / 1000) }],
    is_anonymous: false,
    app_metadata: { provider: "email", providers: ["email"] },
    user_metadata: {},
  })
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT", ...(kid === undefined ? {} : { kid }) })
    .setIssuer(issuerOf(system))
    .setSubject(person.userId)
    .setAudience("authenticated")
    .setIssuedAt()
    .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
    .sign(PrivateJwk.parse(system.installation.authPrivateJwk));
}

/** What an access token of this installation says; null when it was not signed here or does not hold any more. */
export async function readAccessToken(system: System, token: string): Promise<TokenClaims | null> {
  const key = await publicSigningKey(system);
  const verified = await jwtVerify(token, key, {
    algorithms: [ALGORITHM],
    issuer: issuerOf(system),
    audience: "authenticated",
    requiredClaims: ["exp", "iat"],
  }).catch(() => null);
  const claims = TokenClaims.safeParse(verified?.payload);
  return claims.success ? claims.data : null;
}
