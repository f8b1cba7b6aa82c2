import { eq } from "drizzle-orm";
import type { InvitationPreview } from "#lib/api/identity.ts";
import type { System } from "../context.ts";
import { accounts } from "../db/schema.ts";
import { findInvitation } from "./find-invitation.ts";

async function accountExists(system: System, email: string): Promise<boolean> {
  const rows = await system.database.queries
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.email, email));
  return rows.length > 0;
}

/** What the page of an invitation link shows before it is accepted. @throws ApiError not_found */
export async function lookUpInvitation(system: System, token: string): Promise<InvitationPreview> {
  const { invitation, team } = await findInvitation(system.database.queries, token, false);
  const { email, role } = invitation;
  const signIn = system.config.supabase !== undefined || (email !== null && (await accountExists(system, email)));
  return {
    team_name: team.name,
    email,
    role,
    expires_at: invitation.expiresAt.toISOString(),
    account: signIn ? "sign_in" : "create",
  };
}
