import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { isErrno } from "../descriptors.ts";
import { NoLoopDevice } from "./loop-device.ts";
import { ToolError } from "./run-tool.ts";
import { CorruptImage } from "./superblock.ts";

type Reason = { message: string; action: string };

function reasonOf(volume: VolumeId, cause: unknown): Reason {
  if (cause instanceof CorruptImage)
    return {
      message: `The disk image of ${volume} is damaged.`,
      action: "Tell the operator of this deployment: the image must be repaired with e2fsck, or restored.",
    };
  const output = cause instanceof ToolError ? cause.output : "";
  if (cause instanceof NoLoopDevice || /loop device/.test(output))
    return {
      message: `This machine has no loop device for ${volume}.`,
      action: "Detach volumes that nobody needs and try again, or tell the operator of this deployment.",
    };
  if (/No space left|No free space/i.test(output) || isErrno(cause, "ENOSPC", "EDQUOT"))
    return {
      message: "The disk under this deployment's volumes is full.",
      action: "Tell the operator of this deployment; nothing was changed.",
    };
  return {
    message: `The files of ${volume} cannot be reached at the moment.`,
    action: "Try again; if it stays, tell the operator of this deployment.",
  };
}

/** Why a volume's image cannot be had, in the contract's words. */
export function imageUnavailable(volume: VolumeId, cause: unknown): ApiError {
  const { message, action } = reasonOf(volume, cause);
  return new ApiError("volume_backend_unavailable", message, { suggestedAction: action, cause });
}
