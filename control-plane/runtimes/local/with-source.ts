import { closeSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { isErrno, openRoot } from "../../storage/descriptors.ts";
import { withEntry } from "../../storage/resolve-path.ts";
import type { MountSpec } from "../runtime.ts";
import { hostPath } from "./holder.ts";
import type { Machine } from "./machine.ts";

const invalid = (subpath: string, why: string) =>
  new ApiError("volume_invalid_subpath", `${subpath} ${why} in this volume.`, {
    suggestedAction: "Make the directory first, or choose another one.",
    details: { subpath },
  });

/**
 * Holds open what is to be mounted: the volume's root, or a directory in it that is found by descriptor.
 * @throws ApiError volume_invalid_subpath, volume_backend_unavailable
 */
export async function withSource<T>(
  machine: Machine,
  spec: Pick<MountSpec, "source" | "subpath">,
  act: (fd: number) => Promise<T>,
): Promise<T> {
  let root: number;
  try {
    root = openRoot(hostPath(machine, spec.source));
  } catch (error) {
    throw new ApiError("volume_backend_unavailable", "The files of this volume cannot be reached at the moment.", {
      suggestedAction: "Try again; if it stays, tell the operator of this deployment.",
      cause: error,
    });
  }
  try {
    return spec.subpath === null || spec.subpath === "/" ? await act(root) : await withSubpath(root, spec.subpath, act);
  } finally {
    closeSync(root);
  }
}

async function withSubpath<T>(data: number, subpath: VolumePath, act: (fd: number) => Promise<T>): Promise<T> {
  let running = false;
  try {
    return await withEntry({ data }, subpath, { follow: true }, async (entry) => {
      if (!entry.stat.isDirectory()) throw invalid(subpath, "is no directory");
      running = true;
      return await act(entry.fd);
    });
  } catch (error) {
    const missing = error instanceof ApiError ? error.code === "file_not_found" : isErrno(error, "ENOENT");
    if (missing && !running) throw invalid(subpath, "does not exist");
    throw error;
  }
}
