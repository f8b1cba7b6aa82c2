import { HardDrive } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { volumeRoot } from "#lib/api/file-root.ts";
import { parseVolumePath } from "#lib/api/paths.ts";
import { filesHref } from "../files-url.ts";

/** In place of the folder's icon: the mark of volumes. */
export const MountIcon = ({ mount }: { mount: VolumeAttachment }) => (
  <span title={mount.read_only ? "A mounted volume, read-only" : "A mounted volume"} className="inline-flex">
    <HardDrive aria-hidden="true" strokeWidth={1.75} className="size-4 shrink-0 text-link" />
  </span>
);

/** Leads to the same files in the volume, whose page has their trash, history and cap. */
export function MountLink({ mount }: { mount: VolumeAttachment }) {
  const subpath = parseVolumePath(mount.subpath ?? "/");
  return (
    <Link
      href={filesHref(volumeRoot(mount.volume_id), subpath.ok ? { path: subpath.path } : {}) as Route}
      // The keyboard goes through rows; the volume is in the palette and on the sandbox's overview, too.
      tabIndex={-1}
      aria-label={`Volume ${mount.volume_name}`}
      className="inline-flex min-w-0 shrink-2 rounded-sm text-caption text-muted underline-offset-2 hover:text-ink hover:underline"
    >
      <MiddleTruncate text={mount.volume_name} />
    </Link>
  );
}
