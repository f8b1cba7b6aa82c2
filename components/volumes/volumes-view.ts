import { compareNames } from "#lib/api/compare-names.ts";
import type { Volume, VolumeStatus } from "#lib/api/volumes.ts";

/** In the order in which one wants to see them. */
export const VOLUME_STATUSES: readonly VolumeStatus[] = ["error", "degraded", "attached", "available"];

export const VOLUME_COLUMNS = ["status", "usage", "files", "mounts", "created", "reconciled"] as const;
export type VolumeColumn = (typeof VOLUME_COLUMNS)[number];

export const COLUMN_LABELS: Record<VolumeColumn | "name", string> = {
  name: "Name",
  status: "Status",
  usage: "Usage",
  files: "Files",
  mounts: "Mounts",
  created: "Created",
  reconciled: "Last reconciled",
};

const time = (at: string | null) => (at === null ? 0 : Date.parse(at));

/** Ascending; ties by name, so that an order stays the same while numbers change. */
export const VOLUME_ORDERS: Record<VolumeColumn | "name", (a: Volume, b: Volume) => number> = {
  name: (a, b) => compareNames(a.name, b.name),
  status: (a, b) => a.status.localeCompare(b.status) || compareNames(a.name, b.name),
  usage: (a, b) => shareOf(a) - shareOf(b) || compareNames(a.name, b.name),
  files: (a, b) => a.inode_count - b.inode_count || compareNames(a.name, b.name),
  mounts: (a, b) => a.mount_count - b.mount_count || compareNames(a.name, b.name),
  created: (a, b) => time(a.created_at) - time(b.created_at) || compareNames(a.name, b.name),
  reconciled: (a, b) => time(a.last_reconciled_at) - time(b.last_reconciled_at) || compareNames(a.name, b.name),
};

/** How full, for the question "which one fills up?"; without a cap the bytes cannot be compared and come last. */
const shareOf = (volume: Volume): number =>
  volume.max_size_bytes === null ? -1 : volume.used_bytes / volume.max_size_bytes;

/** The volumes whose name contains the text (case folded) or whose id is it, and whose status is the one asked for. */
export function filterVolumes(volumes: readonly Volume[], text: string, status: VolumeStatus | null): Volume[] {
  const wanted = text.trim().toLowerCase();
  return volumes.filter(
    (volume) =>
      (status === null || volume.status === status) &&
      (wanted === "" || volume.name.toLowerCase().includes(wanted) || volume.id === wanted),
  );
}
