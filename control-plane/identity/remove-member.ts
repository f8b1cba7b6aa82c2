import type { UserId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { members } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "./authorize.ts";
import { lockMember, memberIs } from "./lock-member.ts";

/**
 * Takes a member out of the team, from their next call on: an admin anyone, everyone themselves. Keys that they made are the
 * team's and stay.
 * @throws ApiError forbidden, not_found, conflict
 */
export async function removeMember(ctx: Context, user: UserId): Promise<void> {
  const leaves = ctx.caller.kind === "user" && ctx.caller.userId === user;
  authorize(ctx, leaves ? "members:read" : "members:write");
  await ctx.transaction(async (tx) => {
    const { email } = await lockMember(tx, ctx, user, null);
    await tx.delete(members).where(memberIs(ctx, user));
    await appendEvents(tx, ctx, [{ type: "member.removed", data: { email } }]);
  });
}
