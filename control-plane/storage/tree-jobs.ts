import type { VolumeRoot } from "./store.ts";
import type { TreeJob, TreeReply, TreeSize } from "./tree-worker.ts";
import { createWorkerThread } from "./worker-thread.ts";

// The long walks of this process take turns in one thread of their own, so that the event loop is never held.
const run = createWorkerThread<TreeJob, TreeReply | null>(new URL("./tree-worker.ts", import.meta.url));

async function measure(job: TreeJob): Promise<TreeReply> {
  const reply = await run(job);
  if (reply === null) throw new Error(`the tree worker answered nothing to ${job.kind}`);
  return reply;
}

export type MeasuredVolume = { usedBytes: number; inodeCount: number; trashBytes: number };

/**
 * What the volume holds now, trash included and staging not, as `du` counts it: allocated bytes, each hard link once, the
 * two roots themselves not.
 */
export async function measureVolume(root: Pick<VolumeRoot, "data" | "trash">): Promise<MeasuredVolume> {
  const { total, part } = await measure({ kind: "measure_volume", data: root.data, trash: root.trash });
  return { ...total, trashBytes: part.usedBytes };
}

/**
 * What `name` and all below it takes, nothing when it is not there. `exclusive` leaves out what hard links elsewhere keep:
 * so much is free once it is removed.
 * @param directory open until the promise settles
 */
export async function measureTree(
  directory: number,
  name: Uint8Array,
): Promise<{ total: TreeSize; exclusive: TreeSize }> {
  const { total, part } = await measure({ kind: "measure_tree", directory, name });
  return { total, exclusive: part };
}

/**
 * Removes `name`, whatever it is, from a directory that only the control plane reaches (staging). What is to go is renamed
 * into it first, so that it disappears for everyone at once. Follows no link.
 * @param directory open until the promise settles
 */
export async function removeTree(directory: number, name: string): Promise<void> {
  await run({ kind: "remove", directory, name });
}
