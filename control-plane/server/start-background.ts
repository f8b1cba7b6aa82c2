import { pruneAlerts } from "../alerts/prune-alerts.ts";
import { watchAlerts } from "../alerts/watch-alerts.ts";
import { checkAttachments } from "../attachments/check-attachments.ts";
import { pruneAttachments } from "../attachments/prune-attachments.ts";
import { reconcileAttachments } from "../attachments/reconcile-attachments.ts";
import { type System, systemContext } from "../context.ts";
import { pruneEvents } from "../events/prune-events.ts";
import { dropExpiredTrash } from "../files/drop-expired-trash.ts";
import { sayAlive } from "../hosts/say-alive.ts";
import { BEAT_MS } from "../hosts/silence.ts";
import { watchSilentHosts } from "../hosts/watch-silent-hosts.ts";
import { forgetOldRequests } from "../idempotency/forget-old-requests.ts";
import { endOverdueTransfers } from "../sandbox-files/overdue-transfers.ts";
import { dropDeletedSnapshots } from "../sandboxes/drop-deleted-snapshots.ts";
import { forgetExpiredTerminalTokens } from "../sandboxes/forget-expired-terminal-tokens.ts";
import { lookAtSandboxes } from "../sandboxes/look-at-sandboxes.ts";
import { reconcileSandboxes } from "../sandboxes/reconcile-sandboxes.ts";
import { forgetExpiredGrants } from "../transfers/forget-expired-grants.ts";
import { endExpiredUploads } from "../uploads/end-expired-uploads.ts";
import { finishDeletions } from "../volumes/finish-deletions.ts";
import { livingVolumes } from "../volumes/living-volumes.ts";
import { reconcileVolumes } from "../volumes/reconcile-volumes.ts";
import { LOOK_MS, watchObserved } from "../watching/watch-observed.ts";
import { createDeliverer } from "../webhooks/create-deliverer.ts";
import { repeat } from "./repeat.ts";

const DELIVER_MS = 1_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * What goes on without a caller. Every task may run in any number of replicas at once.
 * @returns stops it and waits for what is in progress
 */
export function startBackground(system: System): () => Promise<void> {
  const { config, log } = system;
  // After a start nothing is known to be right: the first round takes every volume that no other replica has.
  let olderThanMs = 0;
  const deliverer = createDeliverer(system);
  const stops = [
    repeat("say that this machine lives", BEAT_MS, log, () => sayAlive(system)),
    repeat("watch silent machines", BEAT_MS, log, (signal) => watchSilentHosts(system, signal)),
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
    repeat("drive attachments", SECOND_MS, log, (signal) => reconcileAttachments(system, signal)),
    repeat("end overdue transfers", SECOND_MS, log, () => endOverdueTransfers(system)),
    repeat("check attachments", Math.min(SECOND_MS, config.healthIntervalMs), log, (signal) =>
      checkAttachments(system, signal),
    ),
    repeat("drive sandboxes", SECOND_MS, log, (signal) => reconcileSandboxes(system, signal)),
    repeat("look at sandboxes", 3 * SECOND_MS, log, (signal) => lookAtSandboxes(system, signal)),
    repeat("drop deleted snapshots", MINUTE_MS, log, () => dropDeletedSnapshots(system)),
    repeat("forget old requests", HOUR_MS, log, () => forgetOldRequests(system)),
    repeat("forget expired terminal tokens", HOUR_MS, log, () => forgetExpiredTerminalTokens(system)),
    repeat("prune attachments", HOUR_MS, log, () => pruneAttachments(system)),
    repeat("end expired uploads", 5 * MINUTE_MS, log, () => endExpiredUploads(system)),
    repeat("prune events", HOUR_MS, log, () => pruneEvents(system)),
    watchAlerts(system),
    repeat("deliver to webhooks", DELIVER_MS, log, deliverer.round),
    deliverer.idle,
    repeat("prune alerts", HOUR_MS, log, () => pruneAlerts(system)),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
