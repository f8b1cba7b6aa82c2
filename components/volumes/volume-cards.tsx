import { IntentLink } from "#components/ui/intent-link.tsx";
import { Meter } from "#components/ui/meter.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import type { Volume } from "#lib/api/volumes.ts";
import { volumeHref } from "./volume-href.ts";
import { VolumeMenu } from "./volume-menu.tsx";
import { VolumeStatus } from "./volume-status.tsx";
import type { VolumeSort } from "./volumes-table.tsx";
import { VOLUME_ORDERS } from "./volumes-view.ts";

/** The list on a phone. */
export function VolumeCards({ volumes, sort }: { volumes: readonly Volume[]; sort: VolumeSort }) {
  const ordered = volumes.toSorted(VOLUME_ORDERS[sort.by]);
  if (sort.order === "desc") ordered.reverse();
  return (
    <ul className="flex flex-col sm:hidden">
      {ordered.map((volume) => (
        <li key={volume.id} className="relative flex flex-col gap-1 border-b py-2.5 pr-2 pl-4">
          <div className="flex items-center gap-2">
            <IntentLink
              href={volumeHref(volume.id)}
              className="min-w-0 flex-1 font-medium after:absolute after:inset-0"
            >
              <MiddleTruncate text={volume.name} />
            </IntentLink>
            <div className="relative z-[1]">
              <VolumeMenu volume={volume} />
            </div>
          </div>
          <Meter label={`Usage of ${volume.name}`} used={volume.used_bytes} cap={volume.max_size_bytes} />
          <div className="flex items-center gap-3 text-caption text-muted">
            <VolumeStatus status={volume.status} />
            <span>
              {volume.inode_count.toLocaleString("en")} {volume.inode_count === 1 ? "file" : "files"}
            </span>
            <span>
              {volume.mount_count.toLocaleString("en")} {volume.mount_count === 1 ? "mount" : "mounts"}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
