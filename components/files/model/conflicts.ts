import type { ConflictAnswer } from "#components/ui/conflict-question.tsx";
import type { VolumePath } from "#lib/api/paths.ts";

/** Names that are taken where things should land, asked about one by one or all at once. */
export type ConflictQueue = {
  readonly waiting: readonly VolumePath[];
  readonly decided: ReadonlyMap<VolumePath, ConflictAnswer>;
};

export const conflictQueue = (paths: readonly VolumePath[]): ConflictQueue => ({ waiting: paths, decided: new Map() });

/** The queue after one answer; `forAll` answers for everything that still waits. */
export function decide(queue: ConflictQueue, choice: ConflictAnswer, forAll: boolean): ConflictQueue {
  const answered = forAll ? queue.waiting : queue.waiting.slice(0, 1);
  const decided = new Map(queue.decided);
  for (const path of answered) decided.set(path, choice);
  return { waiting: queue.waiting.slice(answered.length), decided };
}

export type ConflictBatch = { readonly conflict: "replace" | "keep_both"; readonly paths: VolumePath[] };

/** What is left to do once all is decided: at most one batch for each way; the skipped are in none. */
export function batches(queue: ConflictQueue): ConflictBatch[] {
  const of = (conflict: "replace" | "keep_both"): ConflictBatch => ({
    conflict,
    paths: [...queue.decided].filter(([, choice]) => choice === conflict).map(([path]) => path),
  });
  return [of("replace"), of("keep_both")].filter((batch) => batch.paths.length > 0);
}
