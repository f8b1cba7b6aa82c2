import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, nameFromBytes, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { MAX_USAGE_ENTRIES, type Taken, type VolumeUsage } from "#lib/api/usage.ts";
import type { Context } from "../context.ts";
import { withDirectory } from "../files/with-directory.ts";
import { withVolume } from "../files/with-volume.ts";
import { authorize } from "../identity/authorize.ts";
import type { TreeSize } from "../storage/tree-worker.ts";
import { createWorkerThread } from "../storage/worker-thread.ts";
import type { VolumeRow } from "../volumes/find-volume.ts";
import { reconcileVolume } from "../volumes/reconcile-volume.ts";
import type { UsageJob, UsageReply } from "./usage-worker.ts";

/** How long a count may take: some millions of entries. */
const USAGE_MS = 20_000;

const count = createWorkerThread<UsageJob, UsageReply>(new URL("./usage-worker.ts", import.meta.url));

type Options = { limitMs?: number; signal?: AbortSignal | undefined };

const taken = ({ usedBytes, inodeCount }: TreeSize): Taken => ({ used_bytes: usedBytes, inode_count: inodeCount });

function sum(parts: readonly Taken[]): Taken {
  const total = { used_bytes: 0, inode_count: 0 };
  for (const { used_bytes, inode_count } of parts) {
    total.used_bytes += used_bytes;
    total.inode_count += inode_count;
  }
  return total;
}

/** Runs one count, which ends early when the time is over or nobody waits for it any more. */
async function counted(job: Omit<UsageJob, "stop">, { limitMs = USAGE_MS, signal }: Options): Promise<UsageReply> {
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const end = () => void Atomics.store(stop, 0, 1);
  const timer = setTimeout(end, limitMs);
  signal?.addEventListener("abort", end);
  if (signal?.aborted || limitMs <= 0) end();
  try {
    // Waited for also when it is to end: the descriptors of the job stay open until then.
    return await count({ ...job, stop });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}

/** What processes wrote through mounts is known by the next reconciliation; a count that shows it brings that forward. */
function follow({ system }: Context, volume: VolumeRow, { used_bytes }: Taken): void {
  if (used_bytes === volume.usedBytes) return;
  reconcileVolume(system, volume).catch((error: unknown) =>
    system.log.warn({ err: error, volume_id: volume.id }, "the usage of a volume could not be reconciled"),
  );
}

/**
 * What a directory of the volume takes, entry by entry with all below each, counted on the disk now. The numbers mean what
 * `du` means: allocated bytes, a hard-linked file where it is met first and nowhere else. At the root the trash is told too,
 * so that everything adds up to what counts against the cap.
 * @throws ApiError forbidden, volume_not_found, file_not_found, file_conflict (not a directory); and the reason of the signal
 */
export async function getVolumeUsage(
  ctx: Context,
  volumeId: VolumeId,
  { path }: { path: VolumePath },
  options: Options = {},
): Promise<VolumeUsage> {
  authorize(ctx, "files:read");
  return withVolume(ctx, volumeId, (root, volume) =>
    withDirectory(root, path, async ({ fd, parent }): Promise<VolumeUsage> => {
      const isRoot = parent === null;
      const reply = await counted(
        { directory: fd, trash: isRoot ? root.trash : null, most: MAX_USAGE_ENTRIES },
        options,
      );
      options.signal?.throwIfAborted();
      const entries = reply.children.map((child) => {
        const name = nameFromBytes(child.name);
        return { name, path: childOf(path, name), type: child.type, ...taken(child) };
      });
      const own = isRoot ? { usedBytes: 0, inodeCount: 0 } : reply.own;
      const others = reply.others && { ...taken(reply.others), entries: reply.others.entries };
      const total = sum([taken(own), ...entries, ...(others ? [others] : [])]);
      const trash = reply.trash && taken(reply.trash);
      if (isRoot && reply.complete) follow(ctx, volume, sum([total, ...(trash ? [trash] : [])]));
      return {
        path: isRoot ? ROOT : path,
        ...total,
        own_bytes: own.usedBytes,
        entries,
        others,
        trash,
        complete: reply.complete,
      };
    }),
  );
}
