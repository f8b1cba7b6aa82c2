import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { VolumePath } from "#lib/api/paths.ts";

/** Mounted volumes by the folder they appear as. */
export type Mounts = ReadonlyMap<string, VolumeAttachment>;

export const NO_MOUNTS: Mounts = new Map();

/** What can be seen in a sandbox now: an attachment that is on its way, paused or failed is no folder of it. */
export const mountsOf = (attachments: readonly VolumeAttachment[]): Mounts =>
  new Map(attachments.filter(({ state }) => state === "mounted").map((one) => [one.mount_path, one]));

/** The mount that `path` lies in, itself included: at most one, since mounts do not overlap. Null outside of all. */
export function mountAround(mounts: Mounts, path: VolumePath): VolumeAttachment | null {
  for (const [at, attachment] of mounts) if (path === at || path.startsWith(`${at}/`)) return attachment;
  return null;
}
