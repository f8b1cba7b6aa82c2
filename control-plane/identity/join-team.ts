import { ApiError } from "#lib/api/api-error.ts";
import type { Membership, Role } from "#lib/api/identity.ts";
import { createContext, type Person, type System } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { members, type teams } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { toTeam } from "./to-team.ts";

type Joining = { team: typeof teams.$inferSelect; person: Person; role: Role; requestId: string };

/** Gives a person a place in a team, as the last step of a transaction. @throws ApiError conflict for a member of it */
export async function joinTeam(tx: Queries, system: System, joining: Joining): Promise<Membership> {
  const { team, person, role, requestId } = joining;
  const added = await tx
    .insert(members)
    .values({ teamId: team.id, userId: person.userId, email: person.email, role })
    .onConflictDoNothing()
    .returning({ id: members.userId });
  if (added.length === 0) throw new ApiError("conflict", `${person.email} is a member of ${team.name} already.`);
  const ctx = createContext(system, { caller: person, team: team.id, role, requestId });
  await appendEvents(tx, ctx, [{ type: "member.joined", data: { email: person.email, role } }]);
  return { team: toTeam(team), email: person.email, role };
}
