import { type FileRoot, sameRoot } from "#lib/api/file-root.ts";
import { isWithin, nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";

/** Entries of a root on their way: by drag or by clipboard. */
export type Carried = { readonly root: FileRoot; readonly paths: readonly VolumePath[] };

export type DropVerdict =
  | { readonly ok: true; readonly copy: boolean }
  | { readonly ok: false; readonly reason: string };

/** Whether what is carried may land in `target`. Moving to where it already is does nothing, so it is refused. */
export function dropVerdict(carried: Carried, root: FileRoot, target: VolumePath, copy: boolean): DropVerdict {
  if (!sameRoot(carried.root, root))
    return {
      ok: false,
      reason: "Files do not move between volumes or sandboxes. Download them, and upload them there.",
    };
  const around = carried.paths.find((path) => isWithin(target, path));
  if (around !== undefined) return { ok: false, reason: `${nameOf(around)} cannot go into itself.` };
  if (!copy && carried.paths.every((path) => parentOf(path) === target))
    return { ok: false, reason: "It is already there." };
  return { ok: true, copy };
}

/** Whether the keys held during a drag ask for a copy: Ctrl where Ctrl is the custom, Alt (Option) on a Mac. */
export const asksForCopy = (event: { readonly ctrlKey: boolean; readonly altKey: boolean }): boolean =>
  event.ctrlKey || event.altKey;
