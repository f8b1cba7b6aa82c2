import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { UserId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { members, teams } from "../db/schema.ts";

type MemberRow = typeof members.$inferSelect;

/**
 * A member that the caller is about to change or remove. The team is locked until commit, so that of two owners who
 * demote each other one keeps the place.
 * @param after the role it is to have, null when it is to be removed
 * @throws ApiError not_found, forbidden when only an owner may, conflict when the team would be left without an owner
 */
export async function lockMember(
  tx: Queries,
  ctx: Context,
  user: UserId,
  after: MemberRow["role"] | null,
): Promise<MemberRow> {
  await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, ctx.team)).for("update");
  const all = await tx.select().from(members).where(eq(members.teamId, ctx.team));
  const member = all.find(({ userId }) => userId === user);
  if (member === undefined) throw new ApiError("not_found", "This person is not in the team.");
  // The caller's own place may have changed since the call came in.
  const { caller } = ctx;
  const own = caller.kind === "user" ? all.find(({ userId }) => userId === caller.userId)?.role : ctx.role;
  if ((member.role === "owner" || after === "owner") && own !== "owner")
    throw new ApiError("forbidden", "Only an owner makes or unmakes owners.", {
      suggestedAction: "Ask an owner of the team.",
    });
  const leaves = after === null && caller.kind === "user" && caller.userId === user;
  if (own !== "owner" && own !== "admin" && !leaves)
    throw new ApiError("forbidden", "This needs the role admin, which you do not have any more.");
  const owners = all.filter(({ role }) => role === "owner").length;
  if (member.role === "owner" && after !== "owner" && owners === 1)
    throw new ApiError("conflict", `${member.email} is the only owner: a team has at least one.`, {
      suggestedAction: "Make someone else an owner first.",
    });
  return member;
}

/** The row of one member in one team, for an update or a delete. */
export const memberIs = (ctx: Context, user: UserId) => and(eq(members.teamId, ctx.team), eq(members.userId, user));
