import { type System, systemContext } from "../context.ts";
import { pruneEvents } from "../events/prune-events.ts";
import { dropExpiredTrash } from "../files/drop-expired-trash.ts";
import { forgetExpiredGrants } from "../transfers/forget-expired-grants.ts";
import { finishDeletions } from "../volumes/finish-deletions.ts";
import { livingVolumes } from "../volumes/living-volumes.ts";
import { reconcileVolumes } from "../volumes/reconcile-volumes.ts";
import { LOOK_MS, watchObserved } from "../watching/watch-observed.ts";
import { repeat } from "./repeat.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * What goes on without a caller. Every task may run in any number of replicas at once.
 * @returns stops it and waits for what is in progress
 */
export function startBackground(system: System): () => Promise<void> {
  const { config, log } = system;
  // After a start nothing is known to be right: the first round takes every volume that no other replica has.
  let olderThanMs = 0;
  const stops = [
    repeat("reconcile usage", Math.min(config.reconcileIntervalMs, 5_000), log, async (signal) => {
      await reconcileVolumes(system, { olderThanMs, signal });
      olderThanMs = config.reconcileIntervalMs;
    }),
    repeat("watch observed directories", LOOK_MS, log, () => watchObserved(system)),
    repeat("finish deletions", MINUTE_MS, log, () => finishDeletions(system, { alone: false })),
    repeat("drop expired trash", HOUR_MS, log, async () => {
      for (const { id, teamId } of await livingVolumes(system))
        await dropExpiredTrash(systemContext(system, teamId), id);
    }),
    repeat("forget expired grants", HOUR_MS, log, () => forgetExpiredGrants(system)),
    repeat("prune events", HOUR_MS, log, () => pruneEvents(system)),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
