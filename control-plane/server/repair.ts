import type { System } from "../context.ts";
import { volumes } from "../db/schema.ts";
import { repairVolume } from "../storage/repair-volume.ts";
import { finishDeletions } from "../volumes/finish-deletions.ts";
import { livingVolumes } from "../volumes/living-volumes.ts";

/** Puts right what an interrupted process left, before anybody is served. Usage follows by the first reconciliation. */
export async function repair(system: System): Promise<void> {
  const alone = system.config.databaseUrl === undefined;
  await finishDeletions(system, { alone });
  const { queries } = system.database;
  // Claims of this process's own former life.
  if (alone) await queries.update(volumes).set({ reconcileClaimedUntil: null });
  for (const volume of await livingVolumes(system))
    await repairVolume(system, volume).catch((error: unknown) =>
      system.log.error({ err: error, volume_id: volume.id }, "a volume could not be repaired; it stays as it is"),
    );
}
