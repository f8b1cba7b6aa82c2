import type { Volume } from "#lib/api/volumes.ts";
import type { Context } from "../context.ts";
import { refusalOf } from "../identity/authorize.ts";
import { capInForce } from "./cap-in-force.ts";
import type { VolumeRow } from "./find-volume.ts";

const allowed = (reason: string | null) => ({ allowed: reason === null, reason });

/** @returns false when the store has lost the volume's bytes or cannot reach them */
async function isReachable(ctx: Context, row: VolumeRow): Promise<boolean> {
  return ctx.system.store.use(row.id, async () => true).catch(() => false);
}

/**
 * The volume as the API answers it.
 * @param options.actions also say what the caller may do with it, and why not
 */
export async function toVolume(ctx: Context, row: VolumeRow, options: { actions?: boolean } = {}): Promise<Volume> {
  const cap = capInForce(ctx, row);
  const reachable = await isReachable(ctx, row);
  return {
    id: row.id,
    name: row.name,
    created_at: row.createdAt.toISOString(),
    used_bytes: row.usedBytes,
    inode_count: row.inodeCount,
    mount_count: 0,
    max_size_bytes: cap.bytes,
    max_file_count: row.maxFileCount,
    max_mounts: row.maxMounts,
    last_reconciled_at: row.lastReconciledAt?.toISOString() ?? null,
    status: !reachable ? "error" : row.usedBytes > cap.bytes ? "degraded" : "available",
    updated_at: row.updatedAt.toISOString(),
    cap_source: cap.source,
    cap_kind: ctx.system.store.capKind,
    trash_bytes: row.trashBytes,
    ...(options.actions && {
      actions: { write: allowed(refusalOf(ctx, "files:write")), delete: allowed(refusalOf(ctx, "volumes:write")) },
    }),
  };
}
