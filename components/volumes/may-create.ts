import type { Role } from "#lib/api/identity.ts";

/** Why this person cannot make a volume, a sandbox or an attachment, as the control plane would say it; null when they can. */
export const createRefusal = (role: Role): string | null =>
  role === "viewer" ? "This needs the role member; yours is viewer. Ask an admin of the team." : null;
