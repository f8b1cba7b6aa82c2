import { eq } from "drizzle-orm";
import type { System } from "../context.ts";
import { attachments, sandboxes, uploads, volumes } from "../db/schema.ts";
import { recoverSandboxes } from "../sandboxes/recover-sandboxes.ts";
import { repairVolume } from "../storage/repair-volume.ts";
import { repairHostStaging } from "../uploads/repair-host-staging.ts";
import { finishDeletions } from "../volumes/finish-deletions.ts";
import { livingVolumes } from "../volumes/living-volumes.ts";

/** Puts right what an interrupted process left, before anybody is served. Usage follows by the first reconciliation. */
export async function repair(system: System): Promise<void> {
  const alone = system.config.databaseUrl === undefined;
  await finishDeletions(system, { alone });
  const { queries } = system.database;
  // Claims of this process's own former life.
  if (alone) {
    await queries.update(volumes).set({ reconcileClaimedUntil: null });
    await queries.update(uploads).set({ status: "open", claimedUntil: null }).where(eq(uploads.status, "completing"));
    await queries.update(attachments).set({ claimedBy: null, claimedUntil: null });
    await queries.update(sandboxes).set({ claimedBy: null, claimedUntil: null });
  }
  await recoverSandboxes(system);
  await repairHostStaging(system);
  const living = await livingVolumes(system);
  await system.store.adopt(new Set(living.map(({ id }) => id)));
  for (const volume of living) {
    if (await system.store.wasReleased(volume.id)) continue;
    await repairVolume(system, volume).catch((error: unknown) =>
      system.log.error({ err: error, volume_id: volume.id }, "a volume could not be repaired; it stays as it is"),
    );
  }
}
