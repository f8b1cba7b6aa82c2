import { ApiError } from "#lib/api/api-error.ts";
import type { Role, Scope } from "#lib/api/identity.ts";
import type { Context } from "../context.ts";

const ROLES: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };
const SCOPES: Record<Scope, number> = { read: 0, write: 1, admin: 2 };

/** The least role, and the least scope of a key, for each permission. `scope: null`: never with an API key. */
const PERMISSIONS = {
  "volumes:read": { role: "viewer", scope: "read" },
  "volumes:write": { role: "member", scope: "write" },
  "files:read": { role: "viewer", scope: "read" },
  "files:write": { role: "member", scope: "write" },
  "sandboxes:read": { role: "viewer", scope: "read" },
  "sandboxes:write": { role: "member", scope: "write" },
  "attachments:read": { role: "viewer", scope: "read" },
  "attachments:write": { role: "member", scope: "write" },
  "events:read": { role: "viewer", scope: "read" },
  "members:read": { role: "viewer", scope: null },
  "members:write": { role: "admin", scope: null },
  "keys:read": { role: "admin", scope: null },
  "keys:write": { role: "admin", scope: null },
  "webhooks:read": { role: "admin", scope: null },
  "webhooks:write": { role: "admin", scope: null },
  "team:write": { role: "admin", scope: null },
  "team:delete": { role: "owner", scope: null },
} as const satisfies Record<string, { role: Role; scope: Scope | null }>;

const ROLE_OF_SCOPE: Record<Scope, Role> = { read: "viewer", write: "member", admin: "admin" };

/** The role that an API key's calls have, as far as one is shown. What a key may is decided by its scope. */
export const roleOfScope = (scope: Scope): Role => ROLE_OF_SCOPE[scope];

export type Permission = keyof typeof PERMISSIONS;

/** Why the caller may not, in a sentence; null when it may. The same rule that `authorize` enforces. */
export function refusalOf(ctx: Context, permission: Permission): string | null {
  const needed = PERMISSIONS[permission];
  if (ctx.caller.kind === "system") return null;
  if (ctx.caller.kind === "api_key") {
    if (needed.scope === null) return "This takes a signed-in person, not an API key.";
    if (SCOPES[ctx.caller.scope] < SCOPES[needed.scope])
      return `This needs an API key of scope ${needed.scope}; this one has ${ctx.caller.scope}.`;
    return null;
  }
  if (ROLES[ctx.role] < ROLES[needed.role])
    return `This needs the role ${needed.role}; yours is ${ctx.role}. Ask an admin of the team.`;
  return null;
}

/**
 * The first line of every verb.
 * @throws ApiError forbidden
 */
export function authorize(ctx: Context, permission: Permission): void {
  const refusal = refusalOf(ctx, permission);
  if (refusal !== null) throw new ApiError("forbidden", refusal);
}
