import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { Meter } from "#components/ui/meter.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Volume } from "#lib/api/volumes.ts";
import { volumeHref } from "./volume-href.ts";
import { VolumeMenu } from "./volume-menu.tsx";
import { VolumeStatus } from "./volume-status.tsx";
import { COLUMN_LABELS, VOLUME_ORDERS, type VolumeColumn } from "./volumes-view.ts";

export const volumeFeatures = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

const helper = createColumnHelper<typeof volumeFeatures, Volume>();

const sorted = (id: VolumeColumn | "name") => ({
  id,
  header: COLUMN_LABELS[id],
  sortFn: (a: { original: Volume }, b: { original: Volume }) => VOLUME_ORDERS[id](a.original, b.original),
});

export const volumeColumns = helper.columns([
  helper.accessor((volume) => volume.name, {
    ...sorted("name"),
    cell: ({ row: { original: volume } }) => (
      // The link covers its row, so that a press anywhere opens the volume.
      <IntentLink
        href={volumeHref(volume.id)}
        className="block rounded-sm font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-sm focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-link"
      >
        <MiddleTruncate text={volume.name} />
      </IntentLink>
    ),
  }),
  helper.accessor((volume) => volume.status, {
    ...sorted("status"),
    cell: ({ row: { original: volume } }) => <VolumeStatus status={volume.status} />,
  }),
  helper.accessor((volume) => volume.used_bytes, {
    ...sorted("usage"),
    cell: ({ row: { original: volume } }) => (
      <Meter label={`Usage of ${volume.name}`} used={volume.used_bytes} cap={volume.max_size_bytes} />
    ),
  }),
  helper.accessor((volume) => volume.inode_count, {
    ...sorted("files"),
    cell: ({ row: { original: volume } }) => volume.inode_count.toLocaleString("en"),
  }),
  helper.accessor((volume) => volume.mount_count, {
    ...sorted("mounts"),
    cell: ({ row: { original: volume } }) => volume.mount_count.toLocaleString("en"),
  }),
  helper.accessor((volume) => volume.created_at, {
    ...sorted("created"),
    cell: ({ row: { original: volume } }) => <RelativeTime at={volume.created_at} className="text-muted" />,
  }),
  helper.accessor((volume) => volume.last_reconciled_at, {
    ...sorted("reconciled"),
    cell: ({ row: { original: volume } }) =>
      volume.last_reconciled_at === null ? (
        <span className="text-faint">not yet</span>
      ) : (
        <RelativeTime at={volume.last_reconciled_at} className="text-muted" />
      ),
  }),
  helper.display({
    id: "actions",
    header: () => <span className="sr-only">Actions</span>,
    cell: ({ row: { original: volume } }) => <VolumeMenu volume={volume} />,
  }),
]);
