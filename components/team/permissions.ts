import type { Member, Role } from "#lib/api/identity.ts";

const isAdmin = (role: Role) => role === "admin" || role === "owner";

/** Who may keep members and keys, in words for those who may not; null for those who may. */
export const adminRefusal = (role: Role): string | null =>
  isAdmin(role) ? null : `This needs the role admin; yours is ${role}. Ask an admin of the team.`;

/** Why this person cannot change or remove that member; null when they can. The control plane decides again. */
export function memberRefusal(role: Role, member: Member, all: readonly Member[]): string | null {
  const refusal = adminRefusal(role);
  if (refusal !== null) return refusal;
  if (member.role !== "owner") return null;
  if (role !== "owner") return "Only an owner can change an owner.";
  return all.filter((one) => one.role === "owner").length === 1
    ? "The team needs an owner. Make somebody else one first."
    : null;
}

/** Why this person cannot leave the team; null when they can. */
export const leaveRefusal = (self: Member, all: readonly Member[]): string | null =>
  self.role === "owner" ? memberRefusal("owner", self, all) : null;

/** The roles this person can give. */
export const grantableRoles = (role: Role): readonly Role[] =>
  role === "owner" ? ["owner", "admin", "member", "viewer"] : ["admin", "member", "viewer"];

export const ROLE_NOTES: Record<Role, string> = {
  owner: "Everything, and deletes the team",
  admin: "Also keys, members and settings",
  member: "Also changes volumes and files",
  viewer: "Reads",
};
