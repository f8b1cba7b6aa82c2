import { asc, eq } from "drizzle-orm";
import type { Member } from "#lib/api/identity.ts";
import type { Context } from "../context.ts";
import { members } from "../db/schema.ts";
import { authorize } from "./authorize.ts";
import { toMember } from "./to-member.ts";

/** Who is in the team, by email. @throws ApiError forbidden */
export async function listMembers(ctx: Context): Promise<Member[]> {
  authorize(ctx, "members:read");
  const rows = await ctx.system.database.queries
    .select()
    .from(members)
    .where(eq(members.teamId, ctx.team))
    .orderBy(asc(members.email), asc(members.userId));
  return rows.map(toMember);
}
