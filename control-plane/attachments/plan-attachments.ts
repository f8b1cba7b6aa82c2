import { and, asc, count, eq, inArray, isNull, or } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { MountRequest } from "#lib/api/attachments.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { MAX_ATTACHMENTS } from "#lib/api/limits.ts";
import { type MountPath, overlaps, parseMountPath } from "#lib/api/mount-path.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { attachments, volumes } from "../db/schema.ts";
import { volumeNotFound } from "../volumes/find-volume.ts";
import { checkSubpath } from "./check-subpath.ts";
import { isActive } from "./find-attachment.ts";

/** A mount request that was found to be possible. */
export type PlannedAttachment = {
  volumeId: VolumeId;
  volumeName: string;
  mountPath: MountPath;
  subpath: VolumePath | null;
  readOnly: boolean;
};

type Parsed = Pick<PlannedAttachment, "mountPath" | "subpath" | "readOnly"> & { ref: string };

function parseRequest(request: MountRequest): Parsed {
  const mount = parseMountPath(request.mount_path);
  if (!mount.ok)
    throw new ApiError("volume_invalid_mount_path", `mount_path ${request.mount_path} ${mount.problem}.`, {
      suggestedAction: "Choose an absolute path such as /workspace/shared.",
      details: { mount_path: request.mount_path },
    });
  const given = request.subpath ?? "/";
  // Inside the volume there is nothing to be relative to but its root.
  const subpath = parseVolumePath(given.startsWith("/") ? given : `/${given}`);
  if (!subpath.ok)
    throw new ApiError("volume_invalid_subpath", `subpath ${given} ${subpath.problem}.`, {
      suggestedAction: "Choose a directory of the volume, such as /datasets.",
      details: { subpath: given },
    });
  return {
    ref: request.ref.trim(),
    mountPath: mount.path,
    subpath: subpath.path === "/" ? null : subpath.path,
    readOnly: request.read_only ?? false,
  };
}

function refuseOverlaps(wanted: readonly Parsed[], taken: readonly MountPath[]): void {
  const all = [...taken];
  for (const { mountPath } of wanted) {
    const other = all.find((path) => overlaps(path, mountPath));
    if (other !== undefined)
      throw new ApiError(
        "volume_overlapping_mounts",
        other === mountPath
          ? `A volume is attached at ${mountPath} already.`
          : `${mountPath} and ${other}, where a volume is attached, are one below the other.`,
        {
          suggestedAction: "Choose another mount path, or detach the other volume first.",
          details: { mount_path: mountPath, other_mount_path: other },
        },
      );
    all.push(mountPath);
  }
}

type LockedVolume = { id: VolumeId; name: string; maxMounts: number | null };

/** Locked in the order of their ids, so that two who want the same ones never wait for each other. */
async function lockVolumes(tx: Queries, ctx: Context, refs: readonly string[]): Promise<(ref: string) => LockedVolume> {
  const rows = await tx
    .select({ id: volumes.id, name: volumes.name, maxMounts: volumes.maxMounts })
    .from(volumes)
    .where(
      and(
        eq(volumes.teamId, ctx.team),
        isNull(volumes.deletedAt),
        // A ref that is no id at all finds nothing. No name looks like an id.
        or(inArray(volumes.id, refs as VolumeId[]), inArray(volumes.name, [...refs])),
      ),
    )
    .orderBy(asc(volumes.id))
    .for("update");
  return (ref) => {
    const volume = rows.find(({ id, name }) => id === ref || name === ref);
    if (volume === undefined) throw volumeNotFound(ref);
    return volume;
  };
}

/** The volumes are locked, so nobody attaches one of them meanwhile. */
async function refuseTooManyMounts(tx: Queries, ctx: Context, wanted: readonly LockedVolume[]): Promise<void> {
  const limited = wanted.filter(({ maxMounts }) => maxMounts !== null);
  if (limited.length === 0) return;
  const counts = await tx
    .select({ volumeId: attachments.volumeId, active: count() })
    .from(attachments)
    .where(
      and(
        eq(attachments.teamId, ctx.team),
        inArray(
          attachments.volumeId,
          limited.map(({ id }) => id),
        ),
        isActive,
      ),
    )
    .groupBy(attachments.volumeId);
  for (const { id, name, maxMounts } of limited) {
    const active = counts.find(({ volumeId }) => volumeId === id)?.active ?? 0;
    const asked = wanted.filter((other) => other.id === id).length;
    if (active + asked > (maxMounts ?? Number.POSITIVE_INFINITY))
      throw new ApiError(
        "volume_limit_exceeded",
        `The volume ${name} may be attached ${maxMounts} times, and is ${active} times.`,
        {
          suggestedAction: "Detach it from another sandbox first, or ask the operator for more.",
          details: { volume_id: id, max_mounts: maxMounts, active },
        },
      );
  }
}

/**
 * Finds out whether these mounts are possible in one sandbox, and with which volumes, which stay locked until the
 * transaction ends. Changes nothing. The sandbox's row must be new or locked.
 * @param taken the mount paths of the sandbox's active attachments
 * @throws ApiError volume_backend_capability_unsupported, volume_invalid_mount_path, volume_invalid_subpath,
 * volume_limit_exceeded, volume_overlapping_mounts, volume_not_found
 */
export async function planAttachments(
  tx: Queries,
  ctx: Context,
  requests: readonly MountRequest[],
  taken: readonly MountPath[] = [],
): Promise<PlannedAttachment[]> {
  if (requests.length === 0) return [];
  const { capability } = ctx.system.runtime;
  if (!capability.available) throw new ApiError("volume_backend_capability_unsupported", capability.reason);
  const wanted = requests.map(parseRequest);
  refuseOverlaps(wanted, taken);
  if (taken.length + wanted.length > MAX_ATTACHMENTS)
    throw new ApiError(
      "volume_limit_exceeded",
      `A sandbox has at most ${MAX_ATTACHMENTS} active attachments; this one would have ${taken.length + wanted.length}.`,
      {
        suggestedAction: "Detach a volume first. Paused and failed attachments count too.",
        details: { limit: MAX_ATTACHMENTS, active: taken.length },
      },
    );
  const volumeOf = await lockVolumes(tx, ctx, [...new Set(wanted.map(({ ref }) => ref))]);
  const planned = wanted.map(({ ref, ...mount }) => ({ ...mount, volume: volumeOf(ref) }));
  await refuseTooManyMounts(
    tx,
    ctx,
    planned.map(({ volume }) => volume),
  );
  for (const { volume, subpath } of planned)
    if (subpath !== null) await ctx.system.store.use(volume.id, async (root) => checkSubpath(root, subpath));
  return planned.map(({ volume, ...mount }) => ({ ...mount, volumeId: volume.id, volumeName: volume.name }));
}
