import { closeSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import type { System } from "../context.ts";
import type { Recovery } from "../runtimes/runtime.ts";
import { withSandboxTree } from "../sandboxes/sandbox-tree.ts";
import { isErrno } from "../storage/descriptors.ts";
import { readNames } from "../storage/read-names.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { removeTree } from "../storage/tree-jobs.ts";
import { forgetStaging, readStagingNotes, type StagingNote } from "./staging-notes.ts";
import { leaveStaging, openStaging } from "./with-staging.ts";

async function clear(system: System, { sandbox, directory, name }: StagingNote): Promise<void> {
  await withSandboxTree({ system }, sandbox, (tree) =>
    withEntry(tree, directory, { follow: true }, async ({ fd }) => {
      const staging = openStaging(fd, name);
      try {
        for (const left of [...readNames(staging)]) await removeTree(staging, left.toString());
      } finally {
        closeSync(staging);
      }
      leaveStaging(fd, name);
    }),
  );
}

/** Not there any more, or something else by now. */
const isGone = (error: unknown): boolean =>
  isErrno(error, "ENOENT", "ENOTDIR") ||
  (error instanceof ApiError && ["file_not_found", "file_conflict", "permission_denied"].includes(error.code));

/** Removes, at the start, the private directories that killed writes left in sandboxes and in what is mounted there. */
export async function clearLeftStaging(system: System, known: Recovery): Promise<void> {
  const here = new Set<string>([...known.running, ...known.stopped]);
  const elsewhere = new Set<string>(known.elsewhere);
  for (const note of readStagingNotes(system.config)) {
    // Another machine's, with the same disk, which may be writing now.
    if (elsewhere.has(note.sandbox)) continue;
    try {
      if (here.has(note.sandbox)) await clear(system, note);
      forgetStaging(system.config, note);
    } catch (error) {
      if (isGone(error)) forgetStaging(system.config, note);
      // One that does not run is for a later start.
      else system.log.warn({ err: error, sandbox_id: note.sandbox }, "what a killed write left is still in a sandbox");
    }
  }
}
