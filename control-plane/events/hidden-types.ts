import type { NullspaceEvent } from "#lib/api/events.ts";
import type { Context } from "../context.ts";
import { type Permission, refusalOf } from "../identity/authorize.ts";

type Family = NullspaceEvent["type"] extends `${infer Prefix}.${string}` ? Prefix : never;

/** Who may read of a thing may read what happened to it. */
const NEEDED: Record<Family, Permission> = {
  volume: "volumes:read",
  file: "files:read",
  trash: "files:read",
  attachment: "attachments:read",
  sandbox: "sandboxes:read",
  snapshot: "sandboxes:read",
  alert: "volumes:read",
  webhook: "webhooks:read",
  key: "keys:read",
  member: "members:read",
  team: "events:read",
};

/** How the types of events begin that the caller may not see, such as `key.`. */
export function hiddenTypes(ctx: Context): string[] {
  return Object.entries(NEEDED)
    .filter(([, permission]) => refusalOf(ctx, permission) !== null)
    .map(([family]) => `${family}.`);
}
