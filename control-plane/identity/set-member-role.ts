import type { Member, Role } from "#lib/api/identity.ts";
import type { UserId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { members } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "./authorize.ts";
import { lockMember, memberIs } from "./lock-member.ts";
import { toMember } from "./to-member.ts";

/** Gives a member another role, from their next call on. @throws ApiError forbidden, not_found, conflict */
export async function setMemberRole(ctx: Context, user: UserId, role: Role): Promise<Member> {
  authorize(ctx, "members:write");
  return ctx.transaction(async (tx) => {
    const member = await lockMember(tx, ctx, user, role);
    if (member.role === role) return toMember(member);
    await tx.update(members).set({ role }).where(memberIs(ctx, user));
    await appendEvents(tx, ctx, [{ type: "member.role_changed", data: { email: member.email, role } }]);
    return toMember({ ...member, role });
  });
}
