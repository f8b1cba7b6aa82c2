import { eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { AcceptInvitationInput, Membership } from "#lib/api/identity.ts";
import type { Person, System } from "../context.ts";
import { invitations } from "../db/schema.ts";
import { findInvitation } from "./find-invitation.ts";
import { joinTeam } from "./join-team.ts";
import { meetNewcomer } from "./newcomer.ts";

function refuseOther(invited: string | null, email: string | undefined): void {
  if (invited !== null && email !== undefined && invited !== email)
    throw new ApiError("forbidden", `This invitation is for ${invited}, not for ${email}.`, {
      suggestedAction: "Use the invited address, or ask an admin for a link of your own.",
    });
}

/**
 * Gives the holder of an invitation link its place in the team: with a new account (embedded), or as the person who is
 * signed in. The link is spent.
 * @throws ApiError not_found, forbidden for another address than the invited one, conflict for a member of the team or
 *   an email that has an account, invalid_request, unauthenticated
 */
export async function acceptInvitation(
  system: System,
  input: AcceptInvitationInput,
  who: { signedIn: Person | null; requestId: string },
): Promise<Membership> {
  const { invitation } = await findInvitation(system.database.queries, input.token, false);
  const email = input.email ?? invitation.email ?? undefined;
  refuseOther(invitation.email, who.signedIn?.email ?? email);
  const newcomer = await meetNewcomer(system, { ...input, email }, who.signedIn);
  return system.database.queries.transaction(async (tx) => {
    const { team } = await findInvitation(tx, input.token, true);
    const person = await newcomer.become(tx);
    await tx.update(invitations).set({ acceptedAt: new Date() }).where(eq(invitations.id, invitation.id));
    return joinTeam(tx, system, { team, person, role: invitation.role, requestId: who.requestId });
  });
}
