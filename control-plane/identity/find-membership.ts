import { and, asc, eq } from "drizzle-orm";
import type { Role } from "#lib/api/identity.ts";
import type { TeamId } from "#lib/api/ids.ts";
import type { Person, System } from "../context.ts";
import { members } from "../db/schema.ts";

/** The person's place in the team named, or in the first one they joined; null when there is none. */
export async function findMembership(
  system: System,
  person: Person,
  named: TeamId | undefined,
): Promise<{ team: TeamId; role: Role } | null> {
  const [row] = await system.database.queries
    .select({ team: members.teamId, role: members.role })
    .from(members)
    .where(and(eq(members.userId, person.userId), named === undefined ? undefined : eq(members.teamId, named)))
    .orderBy(asc(members.joinedAt), asc(members.teamId))
    .limit(1);
  return row ?? null;
}
