import { asc, eq, isNull } from "drizzle-orm";
import type { OperatorVolume } from "#lib/api/volumes.ts";
import { type System, systemContext } from "../context.ts";
import { teams, volumes } from "../db/schema.ts";
import { shownVolumeColumns } from "./find-volume.ts";
import { toVolume } from "./to-volume.ts";

/** The volumes of every team, for the operator, who stands outside them all. */
export async function listAllVolumes(system: System): Promise<OperatorVolume[]> {
  const rows = await system.database.queries
    .select({ ...shownVolumeColumns, teamName: teams.name })
    .from(volumes)
    .innerJoin(teams, eq(teams.id, volumes.teamId))
    .where(isNull(volumes.deletedAt))
    .orderBy(asc(teams.name), asc(volumes.name));
  return Promise.all(
    rows.map(async ({ teamName, ...row }) => ({
      ...(await toVolume(systemContext(system, row.teamId), row)),
      team_id: row.teamId,
      team_name: teamName,
    })),
  );
}
