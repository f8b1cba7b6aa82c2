import type { MountRequest } from "#lib/api/attachments.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { type MountPath, overlaps, parseMountPath } from "#lib/api/mount-path.ts";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";

/** A mount as it stands in a form. */
export type MountDraft = {
  /** Tells the mounts of one form apart. */
  key: number;
  volumeId: VolumeId | null;
  mountPath: string;
  /** The folder of the volume that is mounted; the root for all of it. */
  subpath: VolumePath;
  readOnly: boolean;
};

/** Where a volume goes unless told otherwise. */
export const defaultMountPath = (volumeName: string): string => `/workspace/${volumeName}`;

/**
 * What is wrong with a mount path as it is typed, in words; null when it holds.
 * @param taken paths of the same sandbox that are in use, or asked for in the same form
 */
export function mountPathProblem(text: string, taken: readonly string[]): string | null {
  if (text === "") return "Say where inside the sandbox the volume should be.";
  const parsed = parseMountPath(text);
  if (!parsed.ok) return `The mount path ${parsed.problem}.`;
  const hit = taken.find((other) => meets(parsed.path, other));
  if (hit === undefined) return null;
  return hit === parsed.path
    ? "Something is mounted there. Choose another path."
    : `This is above or below ${hit}, where something is mounted. Choose a path beside it.`;
}

function meets(path: MountPath, other: string): boolean {
  const parsed = parseMountPath(other);
  return parsed.ok && overlaps(path, parsed.path);
}

/** What is asked of the control plane; null while no volume is chosen. */
export const requestOf = ({ volumeId, mountPath, subpath, readOnly }: MountDraft): MountRequest | null =>
  volumeId === null
    ? null
    : {
        ref: volumeId,
        mount_path: mountPath,
        ...(subpath === ROOT ? {} : { subpath }),
        read_only: readOnly,
      };
