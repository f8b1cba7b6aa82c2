import { z } from "zod";
import { UserId } from "#lib/api/ids.ts";

/**
 * What an access token must say beyond issuer, audience and expiry. A project's anon key is a well-signed token too:
 * it has another role and no session.
 */
export const TokenClaims = z.object({
  sub: UserId,
  role: z.literal("authenticated"),
  session_id: z.uuid(),
});
export type TokenClaims = z.infer<typeof TokenClaims>;
