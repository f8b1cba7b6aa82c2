import { isWithin, parseVolumePath, type VolumePath } from "./paths.ts";

declare const brand: unique symbol;

/**
 * Where a volume is mounted inside a sandbox: absolute, normalised, and clear of what belongs to the system and the runtime.
 */
export type MountPath = string & { readonly [brand]: "MountPath" };

export type MountPathResult = { ok: true; path: MountPath } | { ok: false; problem: string };

/** Nothing may be mounted at or below these. */
const SYSTEM = /^\/(proc|sys|dev|usr|bin|sbin|lib[^/]*|etc|run)(\/|$)/;
/** The runtime's own; nothing may be mounted at, below or above it, so not at `/workspace` itself either. */
const MANAGED = "/workspace/.nullspace" as VolumePath;

/** @param text an absolute path such as `/workspace/shared`; repeated and trailing slashes are folded */
export function parseMountPath(text: string): MountPathResult {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) return parsed;
  const { path } = parsed;
  if (path === "/") return { ok: false, problem: "must not be the root of the sandbox" };
  if (SYSTEM.test(path)) return { ok: false, problem: "must not be in a system directory such as /usr, /etc or /proc" };
  if (isWithin(path, MANAGED) || isWithin(MANAGED, path))
    return { ok: false, problem: `must not be at, below or above ${MANAGED}, which belongs to the runtime` };
  // Every rule of the type was checked above.
  return { ok: true, path: path as string as MountPath };
}

/** Whether one of two mount paths is the other, or lies below it: they cannot be mounted together. */
export const overlaps = (a: MountPath, b: MountPath): boolean =>
  // A mount path keeps every rule of a volume path.
  isWithin(a as string as VolumePath, b as string as VolumePath) ||
  isWithin(b as string as VolumePath, a as string as VolumePath);
