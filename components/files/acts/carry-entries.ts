import { withToast } from "#components/ui/toast.ts";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { copySandboxFilesAction, moveFilesAction } from "#lib/actions/files.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { BulkResult, CopyFilesInput, FileInfo } from "#lib/api/files.ts";
import { childOf, nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { patchDirectory } from "#lib/queries/file-cache.ts";
import { withEntry, withoutEntries } from "#lib/queries/file-pages.ts";
import { fileKeys } from "#lib/queries/files.ts";
import { batches, type ConflictBatch } from "../model/conflicts.ts";
import { copyByGrant } from "./copy-by-grant.ts";
import { type Desk, type TakeBack, undoButton, unremembered } from "./desk.ts";
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
function showMoved({ cache, root }: Desk, { paths, destination, known = [] }: Carry): () => void {
  const undos = parentsOf(paths).map((directory) => {
    const names = new Set(paths.filter((path) => parentOf(path) === directory).map(nameOf));
    return patchDirectory(cache, root, directory, (pages) => withoutEntries(pages, names));
  });
  undos.push(
    patchDirectory(cache, root, destination, (pages, view) =>
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

function settle({ cache, root }: Desk, { paths, destination }: Carry): void {
  for (const directory of [...parentsOf(paths), destination])
    void cache.invalidateQueries({ queryKey: fileKeys.directory(root, directory) });
}

/** How to move everything back, or null where that would not restore what was: something was replaced or renamed. */
function backOf(desk: Desk, carry: Carry, done: BulkResult["succeeded"], replaced: boolean): TakeBack | null {
  const plain = done.every(({ path, to }) => to !== null && nameOf(to) === nameOf(path));
  const home = parentsOf(carry.paths);
  const [only] = home;
  if (carry.how === "copy" || replaced || !plain || only === undefined || home.length > 1) return null;
  const back = done.map(({ to }) => to).filter((to) => to !== null);
  return () => carryEntries(unremembered(desk), { how: "move", paths: back, destination: only });
}

const copyIn = (root: FileRoot, input: CopyFilesInput, title: string) =>
  root.kind === "volume"
    ? copyByGrant(root.id, input, title)
    : perform(copySandboxFilesAction, { sandboxId: root.id, ...input });

type Done = { succeeded: BulkResult["succeeded"]; failed: BulkResult["failed"]; left: number; replaced: boolean };

/** Does it, asking where names are taken. */
async function carryAsking(desk: Desk, carry: Carry): Promise<Done> {
  const { how, destination, paths } = carry;
  const words = WORDS[how];
  const run = (paths: readonly VolumePath[], conflict: "error" | ConflictBatch["conflict"]) => {
    const title = `${words.doing} ${things(paths)}`;
    return inChunks(paths, title, (chunk) =>
      how === "copy"
        ? copyIn(desk.root, { paths: chunk, destination, conflict }, title)
        : perform(moveFilesAction, { root: desk.root, destination, paths: chunk, conflict }),
    );
  };
  // A copy beside its original is a duplicate: there is nothing to ask.
  const duplicate = how === "copy" && paths.every((path) => parentOf(path) === destination);
  const first = await run(paths, duplicate ? "keep_both" : "error");
  const done = {
    succeeded: [...first.succeeded],
    failed: first.failed.filter(({ code }) => code !== "file_conflict"),
    left: first.left,
    replaced: false,
  };
  const taken = first.failed.filter(({ code }) => code === "file_conflict").map(({ path }) => path);
  if (taken.length === 0) return done;
  settle(desk, carry);
  const queue = await desk.askConflicts({
    act: `${words.verb} ${things(paths)}`,
    taken: taken.map((path) => ({ path, at: childOf(destination, nameOf(path)) })),
    known: new Map(),
  });
  for (const batch of batches(queue)) {
    const more = await run(batch.paths, batch.conflict);
    done.succeeded.push(...more.succeeded);
    done.failed.push(...more.failed);
    done.left += more.left;
    done.replaced ||= batch.conflict === "replace";
  }
  return done;
}

/**
 * Moves or copies entries into a folder: at once on the screen, asking where names are taken, with a toast that can take a
 * move back. Answers where they are now.
 */
export async function carryEntries(desk: Desk, carry: Carry): Promise<BulkResult["succeeded"]> {
  const { how, destination } = carry;
  const words = WORDS[how];
  const takeBack = how === "move" ? showMoved(desk, carry) : undefined;
  let succeeded: BulkResult["succeeded"] = [];
  const { act } = how === "move" ? desk : unremembered(desk);
  await act(`${words.verb} ${things(carry.paths)}`, async (step) => {
    try {
      const done = await carryAsking(desk, carry);
      succeeded = done.succeeded;
      settle(desk, carry);
      reportFailures(done.failed, words.past);
      if (succeeded.length === 0) return null;
      const back = backOf(desk, carry, succeeded, done.replaced);
      const title = `${words.Past} ${things(succeeded.map(({ path }) => path))} to ${place(destination)}`;
      withToast((toast) =>
        toast.success(title, {
          ...(done.left > 0 ? { description: `Stopped: ${items(done.left)} stayed.` } : {}),
          ...(back ? undoButton(step) : {}),
        }),
      );
      return back;
    } catch (error) {
      takeBack?.();
      settle(desk, carry);
      toastFailure(`${things(carry.paths)} could not be ${words.past}`, error);
      return null;
    }
  });
  return succeeded;
}
