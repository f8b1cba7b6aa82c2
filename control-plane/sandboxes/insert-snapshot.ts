import type { MountRequest } from "#lib/api/attachments.ts";
import type { SnapshotId } from "#lib/api/ids.ts";
import { activeAttachments } from "../attachments/find-attachment.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { snapshots } from "../db/schema.ts";
import { newId } from "../new-id.ts";
import type { SandboxRow } from "./find-sandbox.ts";
import type { SnapshotRow } from "./find-snapshot.ts";

/** Writes down a snapshot of a locked sandbox, whose files are still to be saved: nobody sees it until they are. */
export async function insertSnapshot(
  tx: Queries,
  ctx: Context,
  sandbox: SandboxRow,
  purpose: SnapshotRow["purpose"],
  id: SnapshotId = newId("snap"),
): Promise<{ id: SnapshotId; mounts: MountRequest[] }> {
  const attachments = await activeAttachments(tx, ctx, sandbox.id);
  const mounts = attachments
    .filter(({ state }) => state !== "releasing")
    .map((mount) => ({
      // Its name may be another one's when it is mounted again.
      ref: mount.volumeId,
      mount_path: mount.mountPath,
      subpath: mount.subpath,
      read_only: mount.readOnly,
    }));
  const { template, vcpus, memoryMb, diskMb, cwd, envs, timeoutMs, timeoutAction, metadata } = sandbox;
  await tx.insert(snapshots).values({
    id,
    teamId: ctx.team,
    sandboxId: sandbox.id,
    host: sandbox.host,
    metadata,
    config: { template, vcpus, memoryMb, diskMb, cwd, envs, timeoutMs, timeoutAction },
    mounts,
    purpose,
  });
  return { id, mounts };
}
