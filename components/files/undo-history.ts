import type { UndoStep } from "./acts/desk.ts";

/** How far back a person can go. */
const DEPTH = 50;

/** The acts that can be taken back, the newest last. It lives as long as the page: an older state of the disk is no promise. */
export function createUndoHistory() {
  let steps: readonly UndoStep[] = [];
  const listeners = new Set<() => void>();
  const set = (next: readonly UndoStep[]) => {
    steps = next;
    for (const listener of listeners) listener();
  };
  return {
    remember: (step: UndoStep) => set([...steps, step].slice(-DEPTH)),
    newest: (): UndoStep | null => steps.at(-1) ?? null,
    /** Takes the newest act back; the acts done to that end are not remembered again. */
    async undo(): Promise<void> {
      const step = steps.at(-1);
      if (!step) return;
      const before = steps.slice(0, -1);
      set(before);
      await step.undo();
      set(before);
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
