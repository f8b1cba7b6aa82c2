import type { Snapshot } from "#lib/api/sandboxes.ts";
import type { SnapshotRow } from "./find-snapshot.ts";

/** The snapshot as the API answers it. No field more: the official client refuses what it does not know. */
export const toSnapshot = (row: SnapshotRow): Snapshot => ({
  id: row.id,
  sandbox_id: row.sandboxId,
  size_bytes: row.sizeBytes,
  created_at: row.createdAt.toISOString(),
  metadata: row.metadata,
});
