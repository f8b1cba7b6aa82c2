import type { Context as HonoContext } from "hono";
import { createMiddleware } from "hono/factory";
import { ApiError } from "#lib/api/api-error.ts";
import { TEAM_HEADER } from "#lib/api/identity.ts";
import { TeamId } from "#lib/api/ids.ts";
import { type Context, createContext, type Person } from "../context.ts";
import { authenticate } from "../identity/authenticate.ts";
import { roleOfScope } from "../identity/authorize.ts";
import { findMembership } from "../identity/find-membership.ts";
import type { AppEnv } from "./app.ts";

/** The team that the call names; undefined when it names none. @throws ApiError invalid_request */
function namedTeam(c: HonoContext<AppEnv>): TeamId | undefined {
  const header = c.req.header(TEAM_HEADER);
  if (header === undefined) return undefined;
  const team = TeamId.safeParse(header);
  if (!team.success) throw new ApiError("invalid_request", `The header ${TEAM_HEADER} must be an id of a team.`);
  return team.data;
}

/**
 * Who calls and for which team: from an API key, or from a person's access token and their membership, which is looked up
 * anew each time.
 * @throws ApiError unauthenticated, unauthorized, forbidden
 */
export async function identifyCaller(c: HonoContext<AppEnv>): Promise<Context> {
  const { system, requestId } = c.var;
  const named = namedTeam(c);
  const { caller, team } = await authenticate(system, c.req.header("authorization"));
  if (team !== null) {
    if (named !== undefined && named !== team)
      throw new ApiError("unauthorized", `This API key does not belong to the team ${named}.`, {
        suggestedAction: `Leave the header ${TEAM_HEADER} out, or use a key of that team.`,
      });
    return createContext(system, { caller, team, role: roleOfScope(caller.scope), requestId });
  }
  const membership = await findMembership(system, caller, named);
  if (membership === null)
    throw new ApiError("forbidden", `${caller.email} is not a member of ${named ?? "any team"} here.`, {
      suggestedAction: "Ask an admin or the owner of the team for an invitation link.",
    });
  return createContext(system, { caller, team: membership.team, role: membership.role, requestId });
}

/**
 * Sets `c.var.ctx`.
 * @throws ApiError unauthenticated, unauthorized, forbidden
 */
export const withTeam = createMiddleware<AppEnv>(async (c, next) => {
  c.set("ctx", await identifyCaller(c));
  return next();
});

async function signedInPerson(c: HonoContext<AppEnv>): Promise<Person> {
  const { caller } = await authenticate(c.var.system, c.req.header("authorization"));
  if (caller.kind === "api_key")
    throw new ApiError("forbidden", "This takes a signed-in person, not an API key.", {
      suggestedAction: "Sign in to the dashboard to do this.",
    });
  return caller;
}

/**
 * Sets `c.var.person`, for routes that a person may call before being in a team.
 * @throws ApiError unauthenticated, unauthorized, and forbidden for an API key
 */
export const withPerson = createMiddleware<AppEnv>(async (c, next) => {
  c.set("person", await signedInPerson(c));
  return next();
});

/**
 * Sets `c.var.signedIn` to the person whose access token came with the call, or to null, for routes where a link's
 * token is the right.
 * @throws ApiError unauthorized for a token that does not hold, forbidden for an API key
 */
export const withAnyone = createMiddleware<AppEnv>(async (c, next) => {
  c.set("signedIn", c.req.header("authorization") === undefined ? null : await signedInPerson(c));
  return next();
});
