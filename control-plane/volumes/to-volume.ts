import type { Volume } from "#lib/api/volumes.ts";
import type { Context } from "../context.ts";
import { refusalOf } from "../identity/authorize.ts";
import { capInForce } from "./cap-in-force.ts";
import type { ShownVolumeRow } from "./find-volume.ts";

const allowed = (reason: string | null) => ({ allowed: reason === null, reason });

function statusOf(row: ShownVolumeRow, capBytes: number): Volume["status"] {
  if (row.usedBytes > capBytes || row.troubledMounts > 0) return "degraded";
  return row.mountCount > 0 ? "attached" : "available";
}

/**
 * The volume as the API answers it.
 * @param options.actions also say what the caller may do with it, and why not
 */
export async function toVolume(
  ctx: Context,
  row: ShownVolumeRow,
  options: { actions?: boolean } = {},
): Promise<Volume> {
  const cap = capInForce(ctx, row);
  const sound = await ctx.system.store.isSound(row.id);
  return {
    id: row.id,
    name: row.name,
    created_at: row.createdAt.toISOString(),
    used_bytes: row.usedBytes,
    inode_count: row.inodeCount,
    mount_count: row.mountCount,
    max_size_bytes: cap.bytes,
    max_file_count: row.maxFileCount,
    max_mounts: row.maxMounts,
    last_reconciled_at: row.lastReconciledAt?.toISOString() ?? null,
    status: sound ? statusOf(row, cap.bytes) : "error",
    updated_at: row.updatedAt.toISOString(),
    cap_source: cap.source,
    cap_kind: row.store === "image" ? "hard" : "soft",
    trash_bytes: row.trashBytes,
    ...(options.actions && {
      actions: { write: allowed(refusalOf(ctx, "files:write")), delete: allowed(refusalOf(ctx, "volumes:write")) },
    }),
  };
}
