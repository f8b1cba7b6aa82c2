"use client";
import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { attachmentsHref } from "#components/attachments/attachment-href.ts";
import { CopyText } from "#components/ui/copy-text.tsx";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { Meter } from "#components/ui/meter.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { usageOf } from "#components/ui/usage.ts";
import { usageHref } from "#components/usage/usage-url.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { VolumeGone } from "./volume-gone.tsx";
import { volumeActivityHref, volumeHref, volumeSettingsHref } from "./volume-href.ts";
import { VolumeStatus } from "./volume-status.tsx";

/** Above the tabs of a volume: what it is, how it stands, how full it is. */
export function VolumeHead({ id }: { id: VolumeId }) {
  const { data: volume, error } = useQuery(volumeById(browserApi, id));
  if (volume === undefined) return null;
  const { tone } = usageOf(volume.used_bytes, volume.max_size_bytes);
  return (
    <header className="flex shrink-0 flex-col gap-1 border-b px-4 pt-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="flex min-w-0 max-w-full text-title font-semibold">
          <MiddleTruncate text={volume.name} />
        </h1>
        <CopyText text={volume.id} className="max-sm:hidden" />
        <VolumeStatus status={volume.status} />
        {volume.mount_count > 0 && (
          <span className="text-muted">
            {volume.mount_count} {volume.mount_count === 1 ? "mount" : "mounts"}
          </span>
        )}
        <div className="ml-auto flex items-center gap-3 max-sm:ml-0">
          {tone !== "calm" && volume.trash_bytes > 0 && (
            <Link href={`${volumeHref(id)}/trash`} className="text-link underline-offset-2 hover:underline">
              Trash holds {formatBytes(volume.trash_bytes)}
            </Link>
          )}
          <Link href={usageHref(id) as Route} className="min-w-0 rounded-sm">
            <span className="sr-only">What takes the room: </span>
            <Meter label={`Usage of ${volume.name}`} used={volume.used_bytes} cap={volume.max_size_bytes} />
          </Link>
        </div>
      </div>
      <LinkTabs
        label="Volume"
        tabs={[
          { href: volumeHref(id), label: "Files" },
          { href: attachmentsHref(id), label: "Attachments" },
          { href: `/volumes/${id}/usage`, label: "Usage" },
          { href: volumeActivityHref(id), label: "Activity" },
          { href: volumeSettingsHref(id), label: "Settings" },
        ]}
      />
      <VolumeGone id={id} name={volume.name} error={error} />
    </header>
  );
}
