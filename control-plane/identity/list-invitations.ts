import { and, desc, eq } from "drizzle-orm";
import type { Invitation } from "#lib/api/identity.ts";
import type { Context } from "../context.ts";
import { invitations } from "../db/schema.ts";
import { authorize } from "./authorize.ts";
import { isOpen, toInvitation } from "./to-invitation.ts";

/** The invitations that can still be accepted, newest first. @throws ApiError forbidden */
export async function listInvitations(ctx: Context): Promise<Invitation[]> {
  authorize(ctx, "members:write");
  const rows = await ctx.system.database.queries
    .select()
    .from(invitations)
    .where(and(eq(invitations.teamId, ctx.team), isOpen))
    .orderBy(desc(invitations.createdAt), desc(invitations.id));
  return rows.map(toInvitation);
}
