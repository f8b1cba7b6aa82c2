import { ApiError } from "#lib/api/api-error.ts";
import type { TeamId } from "#lib/api/ids.ts";
import type { ApiKeyCaller, Person, System } from "../context.ts";
import { findApiKey } from "./find-api-key.ts";
import { verifyAccessToken } from "./verify-access-token.ts";

/** A key belongs to one team; a person's team is chosen by the call. */
export type Authenticated = { caller: ApiKeyCaller; team: TeamId } | { caller: Person; team: null };

/**
 * Who sent this `Authorization` header.
 * @throws ApiError unauthenticated without one, unauthorized when what it carries does not hold
 */
export async function authenticate(system: System, authorization: string | undefined): Promise<Authenticated> {
  if (authorization === undefined)
    throw new ApiError("unauthenticated", "This needs an API key or a signed-in person.", {
      suggestedAction: "Send the header Authorization: Bearer ns_live_…",
    });
  const credential = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (credential === undefined)
    throw new ApiError("unauthorized", "The Authorization header is not of the form Bearer <key or token>.");
  if (credential.startsWith("ns_")) return findApiKey(system, credential);
  return { caller: await verifyAccessToken(system, credential), team: null };
}
