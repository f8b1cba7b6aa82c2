import { nameFromBytes, type VolumePath } from "#lib/api/paths.ts";
import { lstatAt } from "../storage/descriptors.ts";
import type { RequireUnmounted } from "./mounted-volumes.ts";

/** Refuses to put something in place of a directory that has a volume mounted in it. @throws ApiError file_conflict */
export function requireReplaceable(
  directory: { fd: number },
  name: Buffer | undefined,
  requireUnmounted: RequireUnmounted,
): void {
  const stat = name === undefined ? null : lstatAt(directory.fd, name);
  if (name !== undefined && stat !== null) requireUnmounted({ stat }, `/${nameFromBytes(name)}` as VolumePath);
}
