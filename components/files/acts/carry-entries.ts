import { toast } from "sonner";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { copyFilesAction, moveFilesAction } from "#lib/actions/files.ts";
import type { BulkResult, FileInfo } from "#lib/api/files.ts";
import { childOf, nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { patchDirectory } from "#lib/queries/file-cache.ts";
import { withEntry, withoutEntries } from "#lib/queries/file-pages.ts";
import { fileKeys } from "#lib/queries/files.ts";
import { batches, type ConflictBatch } from "../model/conflicts.ts";
import type { Desk } from "./desk.ts";
import { inChunks } from "./in-chunks.ts";
import { reportFailures } from "./report-failures.ts";
import { items, place, things } from "./words.ts";

export type Carry = {
  readonly how: "move" | "copy";
  readonly paths: readonly VolumePath[];
  readonly destination: VolumePath;
  /** What is known of the entries, to show them where they go at once. */
  readonly known?: readonly FileInfo[];
};

const WORDS = {
  move: { verb: "Move", past: "moved", Past: "Moved", doing: "Moving" },
  copy: { verb: "Copy", past: "copied", Past: "Copied", doing: "Copying" },
};

const parentsOf = (paths: readonly VolumePath[]) => [...new Set(paths.map(parentOf))];

/** Shows a move before it is done: gone here, there already. Answers how to take that back. */
function showMoved({ cache, volume }: Desk, { paths, destination, known = [] }: Carry): () => void {
  const undos = parentsOf(paths).map((directory) => {
    const names = new Set(paths.filter((path) => parentOf(path) === directory).map(nameOf));
    return patchDirectory(cache, volume, directory, (pages) => withoutEntries(pages, names));
  });
  undos.push(
    patchDirectory(cache, volume, destination, (pages, view) =>
      known.reduce(
        (before, entry) => withEntry(before, { ...entry, path: childOf(destination, entry.name) }, view),
        pages,
      ),
    ),
  );
  return () => {
    for (const undo of undos.reverse()) undo();
  };
}

function settle({ cache, volume }: Desk, { paths, destination }: Carry): void {
  for (const directory of [...parentsOf(paths), destination])
    void cache.invalidateQueries({ queryKey: fileKeys.directory(volume, directory) });
}

/** Whether moving the results back would restore what was: nothing was replaced or renamed on the way. */
function undoOf(
  desk: Desk,
  carry: Carry,
  done: BulkResult["succeeded"],
  replaced: boolean,
): (() => Promise<void>) | null {
  const plain = done.every(({ path, to }) => to !== null && nameOf(to) === nameOf(path));
  const home = parentsOf(carry.paths);
  const [only] = home;
  if (carry.how === "copy" || replaced || !plain || only === undefined || home.length > 1) return null;
  const back = done.map(({ to }) => to).filter((to) => to !== null);
  return async () => {
    await carryEntries(desk, { how: "move", paths: back, destination: only });
  };
}

/**
 * Moves or copies entries into a folder: at once on the screen, asking where names are taken, with a toast that can take a
 * move back. Answers where they are now.
 */
export async function carryEntries(desk: Desk, carry: Carry): Promise<BulkResult["succeeded"]> {
  const { how, destination } = carry;
  const words = WORDS[how];
  const action = how === "move" ? moveFilesAction : copyFilesAction;
  const run = (title: string, paths: readonly VolumePath[], conflict: "error" | ConflictBatch["conflict"]) =>
    inChunks(paths, title, (chunk) =>
      perform(action, { volumeId: desk.volume, destination, batches: [{ paths: chunk, conflict }] }),
    );
  // A copy beside its original is a duplicate: there is nothing to ask.
  const duplicate = how === "copy" && carry.paths.every((path) => parentOf(path) === destination);
  const takeBack = how === "move" ? showMoved(desk, carry) : undefined;
  try {
    const title = `${words.doing} ${things(carry.paths)}`;
    const first = await run(title, carry.paths, duplicate ? "keep_both" : "error");
    const succeeded = [...first.succeeded];
    const failed = first.failed.filter(({ code }) => code !== "file_conflict");
    const taken = first.failed.filter(({ code }) => code === "file_conflict").map(({ path }) => path);
    let replaced = false;
    if (taken.length > 0) {
      settle(desk, carry);
      const queue = await desk.askConflicts({ act: `${words.verb} ${things(carry.paths)}`, destination, paths: taken });
      for (const batch of batches(queue)) {
        const more = await run(title, batch.paths, batch.conflict);
        succeeded.push(...more.succeeded);
        failed.push(...more.failed);
        replaced ||= batch.conflict === "replace";
      }
    }
    settle(desk, carry);
    reportFailures(failed, words.past);
    if (succeeded.length > 0) {
      const what = things(succeeded.map(({ path }) => path));
      const undo = undoOf(desk, carry, succeeded, replaced);
      if (undo) desk.remember({ label: `${words.verb} ${what}`, undo });
      toast.success(`${words.Past} ${what} to ${place(destination)}`, {
        ...(first.left > 0 ? { description: `Stopped: ${items(first.left)} stayed.` } : {}),
        ...(undo ? { action: { label: "Undo", onClick: () => void undo() } } : {}),
      });
    }
    return succeeded;
  } catch (error) {
    takeBack?.();
    settle(desk, carry);
    toastFailure(`${things(carry.paths)} could not be ${words.past}`, error);
    return [];
  }
}
