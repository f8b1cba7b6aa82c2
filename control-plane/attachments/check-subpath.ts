import { ApiError } from "#lib/api/api-error.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { withEntry } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";

const invalid = (subpath: VolumePath, problem: string) =>
  new ApiError("volume_invalid_subpath", `The subpath ${subpath} ${problem}.`, {
    suggestedAction: "Make the directory first, or choose another one of the volume.",
    details: { subpath },
  });

/**
 * Whether a subpath is a directory of the volume now. It may be swapped the next moment, so the mount looks again.
 * @throws ApiError volume_invalid_subpath
 */
export function checkSubpath(root: VolumeRoot, subpath: VolumePath): void {
  try {
    withEntry(root, subpath, { follow: true }, ({ stat }) => {
      if (!stat.isDirectory()) throw invalid(subpath, "is not a directory");
    });
  } catch (error) {
    if (error instanceof ApiError && error.code === "file_not_found")
      throw invalid(
        subpath,
        error.details.reason === undefined ? "is not in the volume" : "does not lead to a directory",
      );
    throw error;
  }
}
