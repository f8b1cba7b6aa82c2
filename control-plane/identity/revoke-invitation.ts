import { and, eq, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { InvitationId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { invitations } from "../db/schema.ts";
import { authorize } from "./authorize.ts";
import { isOpen } from "./to-invitation.ts";

/** Takes an invitation back. @throws ApiError forbidden, not_found when it is not open any more */
export async function revokeInvitation(ctx: Context, id: InvitationId): Promise<void> {
  authorize(ctx, "members:write");
  const revoked = await ctx.system.database.queries
    .update(invitations)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(invitations.id, id), eq(invitations.teamId, ctx.team), isOpen))
    .returning({ id: invitations.id });
  if (revoked.length === 0) throw new ApiError("not_found", `There is no open invitation ${id} in this team.`);
}
