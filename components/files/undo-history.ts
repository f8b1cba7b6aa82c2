import type { Act, TakeBack, UndoStep } from "./acts/desk.ts";

/** How far back a person can go. */
const DEPTH = 50;

/**
 * The acts that can be taken back, the newest last. It lives as long as the page: an older state of the disk is no promise.
 * @param onUndo a step is being taken back: what offered that can go
 */
export function createUndoHistory(onUndo: (step: UndoStep) => void) {
  let steps: readonly UndoStep[] = [];
  let count = 0;
  const listeners = new Set<() => void>();
  const set = (next: readonly UndoStep[]) => {
    steps = next;
    for (const listener of listeners) listener();
  };
  return {
    /**
     * Does an act that can be taken back from its first moment: an undo before it has landed waits for that.
     * @param label what it does, as in `Move 3 items`
     * @param run does it; answers how to take it back, or null when there is nothing to take back
     */
    async act(label: string, run: Act): Promise<void> {
      const { promise: landed, resolve } = Promise.withResolvers<TakeBack | null>();
      let undone = false;
      const forget = () => set(steps.filter((other) => other !== step));
      const step: UndoStep = {
        id: `undo-${count++}`,
        label,
        undo: async () => {
          if (undone) return;
          undone = true;
          forget();
          const takeBack = await landed;
          onUndo(step);
          await takeBack?.();
        },
      };
      set([...steps, step].slice(-DEPTH));
      const takeBack = await run(step).catch((error: unknown) => {
        forget();
        resolve(null);
        throw error;
      });
      if (takeBack === null) forget();
      resolve(takeBack);
    },
    newest: (): UndoStep | null => steps.at(-1) ?? null,
    /** Takes the newest act back. */
    undo: async (): Promise<void> => steps.at(-1)?.undo(),
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
