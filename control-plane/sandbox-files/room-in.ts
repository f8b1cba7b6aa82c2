import { statfsSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { pathOf } from "../storage/descriptors.ts";

export const noRoom = (): ApiError =>
  new ApiError("volume_quota_exceeded", "There is no room for this where it is to be.", {
    suggestedAction: "Delete something there, or ask the operator for a larger cap.",
  });

/** Bytes that the sandbox itself could write there: what is kept for the control plane is not for its files. */
export function roomIn(directory: number): number {
  const { bavail, bsize } = statfsSync(pathOf(directory));
  return bavail * bsize;
}
