import { perform } from "#components/ui/use-act.ts";
import { replaceChosenAction } from "#lib/actions/files.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { FileMatches, PreviewReplaceInput, ReplaceChosenInput, ReplacedChosen } from "#lib/api/replacing.ts";
import { chosenOf, type Ticks } from "./ticks.ts";

/** Files in one call: it says how far it is in between, and stays far below what an action may carry. */
const FILES_PER_CALL = 50;

export type Outcome = ReplacedChosen & {
  /** Files that were not tried because the person stopped it, or something failed. */
  readonly left: number;
  readonly error: unknown;
};

/** What is sent of a preview: the files with something ticked. */
export const chosenFiles = (files: readonly FileMatches[], ticks: Ticks): ReplaceChosenInput["files"] =>
  files.flatMap((file) => {
    const chosen = chosenOf(ticks, file);
    return chosen === null ? [] : [{ path: file.path, etag: file.etag, chosen }];
  });

/**
 * Replaces what was chosen, a few files at a time.
 * @param onProgress files that were tried
 * @param signal stops it between two calls; what was done stays
 */
export async function applyReplace(
  { kind, id }: FileRoot,
  what: PreviewReplaceInput,
  files: ReplaceChosenInput["files"],
  { onProgress, signal }: { onProgress: (done: number) => void; signal: AbortSignal },
): Promise<Outcome> {
  const { query, literal, case_sensitive, whole_word, replacement } = what;
  const how = { root: { kind, id }, query, literal, case_sensitive, whole_word, replacement };
  const outcome: ReplacedChosen = { replacements: 0, files_modified: 0, left_alone: [], stopped: null };
  let done = 0;
  try {
    while (done < files.length && !signal.aborted && outcome.stopped === null) {
      const part = files.slice(done, done + FILES_PER_CALL);
      const result = await perform(replaceChosenAction, { ...how, files: part });
      outcome.replacements += result.replacements;
      outcome.files_modified += result.files_modified;
      outcome.left_alone.push(...result.left_alone);
      outcome.stopped = result.stopped;
      done += part.length - (result.stopped?.files_left ?? 0);
      onProgress(done);
    }
    return { ...outcome, left: files.length - done, error: null };
  } catch (error) {
    return { ...outcome, left: files.length - done, error };
  }
}
