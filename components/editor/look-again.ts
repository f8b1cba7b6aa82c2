import type { VolumePath } from "#lib/api/paths.ts";

/** @param changed what changed, open files below it included; null: anything may have */
type Listener = (changed: readonly VolumePath[] | null) => void;

const listeners = new Set<Listener>();

/** Has the open files compared with the disk: where no event tells of changes, somebody asks. */
export const lookAgain: Listener = (changed) => {
  for (const listener of listeners) listener(changed);
};

/** @returns how to stop */
export function onLookAgain(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
