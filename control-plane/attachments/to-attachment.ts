import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { Context } from "../context.ts";
import { HOST_SILENT } from "../hosts/silence.ts";
import { refusalOf } from "../identity/authorize.ts";
import type { AttachmentRow } from "./find-attachment.ts";
import { TRANSITIONS } from "./state.ts";

const allowed = (reason: string | null) => ({ allowed: reason === null, reason });

function whyNoDetach({ state }: AttachmentRow): string | null {
  if (state === "releasing") return "It is being detached.";
  return state === "released" ? "It is detached already." : null;
}

/** Why an attachment cannot be remounted now, in a sentence; null when it can. */
export function whyNoRemount({ state, health }: AttachmentRow): string | null {
  if (health?.code === HOST_SILENT.code) return HOST_SILENT.message;
  if ("remount" in TRANSITIONS[state]) return null;
  switch (state) {
    case "paused":
      return "The sandbox is paused: resume it, which mounts the volume again.";
    case "releasing":
    case "released":
      return "It is detached: attach the volume again.";
    default:
      return "It is being mounted.";
  }
}

/**
 * The attachment as the API answers it.
 * @param asker also say what they may do with it, and why not
 */
export function toAttachment(row: AttachmentRow, asker?: Context): VolumeAttachment {
  return {
    id: row.id,
    volume_id: row.volumeId,
    volume_name: row.volumeName,
    sandbox_id: row.sandboxId,
    mount_path: row.mountPath,
    subpath: row.subpath,
    read_only: row.readOnly,
    state: row.state,
    state_since: row.stateSince.toISOString(),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    last_error_code: row.lastErrorCode,
    last_error_message: row.lastErrorMessage,
    health: row.health,
    holders: row.holders,
    ...(asker && {
      actions: {
        detach: allowed(refusalOf(asker, "attachments:write") ?? whyNoDetach(row)),
        remount: allowed(refusalOf(asker, "attachments:write") ?? whyNoRemount(row)),
      },
    }),
  };
}
