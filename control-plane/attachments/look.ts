import { statfs } from "node:fs/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { HealthCheck } from "#lib/api/attachments.ts";
import { type Context, type System, systemContext } from "../context.ts";
import type { MountCheck } from "../runtimes/runtime.ts";
import { capInForce } from "../volumes/cap-in-force.ts";
import { findVolume, type VolumeRow } from "../volumes/find-volume.ts";
import { mountOf } from "./attempt.ts";
import type { AttachmentRow } from "./find-attachment.ts";

/** What a look found; when, the database says. */
export type Found = Omit<HealthCheck, "at">;

/** A read that takes longer is a failure, in milliseconds. Long enough for a machine that is busy. */
const READ_MS = 5_000;
/** Less room than this is none: a file system keeps the last blocks for itself. */
const NO_ROOM_BYTES = 64 * 1024;

const DISK_FULL = {
  code: "disk_full",
  message:
    "The disk under this deployment's volumes is full: writes fail. Tell the operator of this deployment, then remount it.",
};

/** A file system in an image has room of its own that the disk below need not have. */
async function isDiskFull({ config }: System): Promise<boolean> {
  const { bavail, bsize } = await statfs(config.dataDirectory);
  return bavail * bsize < NO_ROOM_BYTES;
}

/** It works, but nothing more can be written. */
async function warning(
  ctx: Context,
  volume: VolumeRow,
  freeBytes: number | null,
): Promise<Pick<Found, "code" | "message">> {
  const noRoom = freeBytes !== null && freeBytes < NO_ROOM_BYTES;
  const atCap = volume.usedBytes >= capInForce(ctx, volume).bytes;
  if (atCap || (noRoom && volume.store === "image"))
    return {
      code: "volume_at_cap",
      message: "The volume is at its cap: writes fail. Delete files, or ask the operator for a larger cap.",
    };
  if (noRoom || (await isDiskFull(ctx.system))) return DISK_FULL;
  return { code: null, message: null };
}

async function unreachable(system: System, row: AttachmentRow, error: unknown): Promise<Found> {
  const refused = error instanceof ApiError;
  const unwritable = { healthy: false, ...DISK_FULL, options: null, latency_ms: null };
  if (refused && (await isDiskFull(system).catch(() => false))) return unwritable;
  if (!refused) system.log.error({ err: error, attachment_id: row.id }, "an attachment could not be looked at");
  return {
    healthy: false,
    code: refused ? error.code : "internal_error",
    message: refused
      ? [error.message, error.suggestedAction].filter(Boolean).join(" ")
      : "It could not be looked at. Try again; the log of the control plane says more.",
    options: null,
    latency_ms: null,
  };
}

/** Looks at an attachment's mount from inside its sandbox. Never throws. */
export async function look(system: System, row: AttachmentRow): Promise<Found> {
  try {
    const ctx = systemContext(system, row.teamId);
    const found = await system.store.withDataPath(
      row.volumeId,
      (source): Promise<MountCheck> => system.runtime.check({ ...mountOf(row), source }, READ_MS),
    );
    if (!found.ok) {
      const isFilled = found.code === "mount_read_only" && (await isDiskFull(system));
      const { code, message } = isFilled ? DISK_FULL : found;
      return { healthy: false, code, message, options: found.options, latency_ms: null };
    }
    const volume = await findVolume(system.database.queries, ctx, row.volumeId);
    const warned = await warning(ctx, volume, found.freeBytes);
    return { healthy: true, ...warned, options: found.options, latency_ms: found.latencyMs };
  } catch (error) {
    return unreachable(system, row, error);
  }
}
