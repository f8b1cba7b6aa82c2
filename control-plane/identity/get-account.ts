import { and, eq, isNull, sql } from "drizzle-orm";
import type { Account } from "#lib/api/identity.ts";
import type { TeamId } from "#lib/api/ids.ts";
import type { Person, System } from "../context.ts";
import { teams, volumes } from "../db/schema.ts";
import { findMembership } from "./find-membership.ts";
import { toTeam } from "./to-team.ts";

async function usageOf(system: System, team: TeamId): Promise<Account["quota_usage"]> {
  const [usage] = await system.database.queries
    .select({
      volumes: sql<number>`count(*)`.mapWith(Number),
      used_bytes: sql<number>`coalesce(sum(${volumes.usedBytes}), 0)`.mapWith(Number),
    })
    .from(volumes)
    .where(and(eq(volumes.teamId, team), isNull(volumes.deletedAt)));
  return usage ?? { volumes: 0, used_bytes: 0 };
}

/** The person, their team and role in it, and what it uses. A person without a membership sees only themselves. */
export async function getAccount(system: System, person: Person): Promise<Account> {
  const membership = await findMembership(system, person, undefined);
  const [team] =
    membership === null ? [] : await system.database.queries.select().from(teams).where(eq(teams.id, membership.team));
  return {
    user: { id: person.userId, email: person.email },
    team: membership === null || team === undefined ? null : { ...toTeam(team), role: membership.role },
    quota_tier: "self_hosted",
    quota_usage: team === undefined ? { volumes: 0, used_bytes: 0 } : await usageOf(system, team.id),
    // Both ways in prove the address, or an admin vouched for it; others are not let in.
    email_verified: true,
    session_email: person.email,
  };
}
