import "server-only";
import { cookies, headers } from "next/headers";
import { ApiError } from "#lib/api/api-error.ts";
import { createClient, type NullspaceClient } from "#lib/api/client/client.ts";
import type { Role } from "#lib/api/identity.ts";
import { personOf } from "./person.ts";
import { refreshSession } from "./refresh-session.ts";
import { apiUrl, hostedKey } from "./settings.ts";
import { isExpired, storedSession } from "./stored-session.ts";

const RANKS: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

type Options = {
  /** Only where cookies can be answered: route handlers and actions, not pages. */
  mayRefresh?: boolean;
  atLeast?: Role;
};

/** `person` opens account, team and key routes; `team` opens everything else. They differ for a hosted control plane. */
export type CallerTokens = { person: string; team: string };

/**
 * The bearer tokens for calls to the control plane in the name of whoever sent this request.
 * @throws ApiError unauthenticated; forbidden where a hosted control plane is used and the person may not
 */
export async function callerTokens({ mayRefresh = false, atLeast = "viewer" }: Options = {}): Promise<CallerTokens> {
  const store = await cookies();
  if (mayRefresh) await refreshSession(store, await headers());
  const session = await storedSession(store);
  if (session === null || isExpired(session))
    throw new ApiError("unauthenticated", "You are not signed in.", { suggestedAction: "Sign in and try again." });
  const person = session.accessToken;
  const key = hostedKey();
  if (key === undefined) return { person, team: person };
  // The key opens all that its scope allows and cannot tell people apart, so who may use it is decided here.
  const { team } = await personOf(person);
  if (team === null) throw new ApiError("forbidden", "You are not a member of this team.");
  if (RANKS[team.role] < RANKS[atLeast])
    throw new ApiError("forbidden", `This needs the role ${atLeast}; yours is ${team.role}.`, {
      suggestedAction: "Ask an admin of the team.",
    });
  return { person, team: key };
}

/** A client of the control plane that speaks as the caller. @throws like `callerTokens` */
export async function callerApi(options: Options = {}): Promise<NullspaceClient> {
  const tokens = await callerTokens(options);
  const as = (token: string) =>
    createClient({ baseUrl: apiUrl(), headers: () => ({ authorization: `Bearer ${token}` }) });
  const person = as(tokens.person);
  return { ...as(tokens.team), team: person.team, keys: person.keys, webhooks: person.webhooks };
}
