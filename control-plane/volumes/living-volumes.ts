import { isNull } from "drizzle-orm";
import type { System } from "../context.ts";
import { volumes } from "../db/schema.ts";

/** Every volume of every team, for what the system does by itself. */
export function livingVolumes(system: System) {
  return system.database.queries
    .select({ id: volumes.id, teamId: volumes.teamId })
    .from(volumes)
    .where(isNull(volumes.deletedAt));
}
