import type { CreateInvitationInput, Invitation } from "#lib/api/identity.ts";
import type { Context } from "../context.ts";
import { invitations } from "../db/schema.ts";
import { appendEvents, nameOfCaller } from "../events/append-event.ts";
import { newId } from "../new-id.ts";
import { authorize } from "./authorize.ts";
import { hashSecret, makeSecret } from "./secret.ts";
import { toInvitation } from "./to-invitation.ts";

const LIFETIME_MS = 7 * 24 * 60 * 60_000;

/**
 * Makes an invitation link for seven days. The answer carries its token, this once.
 * @throws ApiError forbidden
 */
export async function createInvitation(ctx: Context, input: CreateInvitationInput): Promise<Invitation> {
  authorize(ctx, "members:write");
  const token = makeSecret();
  return ctx.transaction(async (tx) => {
    const [row] = await tx
      .insert(invitations)
      .values({
        id: newId("inv"),
        teamId: ctx.team,
        email: input.email,
        role: input.role,
        tokenHash: hashSecret(token),
        createdBy: nameOfCaller(ctx.caller),
        expiresAt: new Date(Date.now() + LIFETIME_MS),
      })
      .returning();
    if (row === undefined) throw new Error("the new invitation returned no row");
    await appendEvents(tx, ctx, [{ type: "member.invited", data: { email: input.email, role: input.role } }]);
    return { ...toInvitation(row), token };
  });
}
