import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { Queries } from "../db/database.ts";
import { invitations, teams } from "../db/schema.ts";
import { hashSecret } from "./secret.ts";
import { isOpen } from "./to-invitation.ts";

type Found = { invitation: typeof invitations.$inferSelect; team: typeof teams.$inferSelect };

/**
 * The open invitation of a link, and its team. The token is the right to see it, whoever holds it.
 * @param lock true inside a transaction that will accept it
 * @throws ApiError not_found
 */
export async function findInvitation(queries: Queries, token: string, lock: boolean): Promise<Found> {
  const query = queries
    .select()
    .from(invitations)
    .where(and(eq(invitations.tokenHash, hashSecret(token)), isOpen));
  const [invitation] = lock ? await query.for("update") : await query;
  const [team] =
    invitation === undefined ? [] : await queries.select().from(teams).where(eq(teams.id, invitation.teamId));
  if (invitation === undefined || team === undefined)
    throw new ApiError("not_found", "This invitation does not hold: it was used, taken back, or is over.", {
      suggestedAction: "Ask an admin of the team for a new link.",
    });
  return { invitation, team };
}
