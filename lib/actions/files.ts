"use server";

import { z } from "zod";
import { ApiError } from "#lib/api/api-error.ts";
import { filesOf } from "#lib/api/client/files-of.ts";
import {
  BulkPermissionsInput,
  type BulkResult,
  CopyFilesInput,
  EmptyTrashInput,
  MoveFilesInput,
  PathInput,
  PathsInput,
  RenameFileInput,
  RestoreTrashInput,
} from "#lib/api/files.ts";
import { SandboxId, VolumeId } from "#lib/api/ids.ts";
import { nameOf } from "#lib/api/paths.ts";
import { ReplaceChosenInput } from "#lib/api/replacing.ts";
import { memberAction } from "./action-client.ts";
import { InRoot } from "./in-root.ts";

const InVolume = z.object({ volumeId: VolumeId });
const NOTHING: BulkResult = { succeeded: [], failed: [] };
const joined = (a: BulkResult, b: BulkResult): BulkResult => ({
  succeeded: [...a.succeeded, ...b.succeeded],
  failed: [...a.failed, ...b.failed],
});

async function inTurn<Part>(parts: readonly Part[], act: (part: Part) => Promise<BulkResult>): Promise<BulkResult> {
  let result = NOTHING;
  for (const part of parts) result = joined(result, await act(part));
  return result;
}

/** Makes one new directory. An existing entry is a `file_conflict`: a person who names a new folder wants a new one. */
export const makeDirectoryAction = memberAction
  .inputSchema(InRoot.extend(PathInput.shape))
  .action(async ({ parsedInput: { root, path }, ctx }) => {
    if ((await filesOf(ctx.api, root).exists(path)).exists)
      throw new ApiError("file_conflict", `${nameOf(path)} already exists here.`, {
        suggestedAction: "Choose another name.",
      });
    return filesOf(ctx.api, root).makeDirectory(path);
  });

/** Makes up to 1,000 directories with their parents; those that exist are fine. */
export const makeDirectoriesAction = memberAction
  .inputSchema(InRoot.extend(PathsInput.shape))
  .action(({ parsedInput: { root, paths }, ctx }) =>
    inTurn(paths, async (path): Promise<BulkResult> => {
      try {
        await filesOf(ctx.api, root).makeDirectory(path);
        return { succeeded: [{ path, to: path, trash_id: null }], failed: [] };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { succeeded: [], failed: [{ path, code: error.code, message: error.message }] };
      }
    }),
  );

/** Makes one empty file where nothing is. */
export const createFileAction = memberAction
  .inputSchema(InRoot.extend(PathInput.shape))
  .action(async ({ parsedInput: { root, path }, ctx }) =>
    filesOf(ctx.api, root)
      .write(path, "", { ifNoneMatch: "*" })
      .catch((error: unknown) => {
        if (!(error instanceof ApiError) || error.code !== "precondition_failed") throw error;
        throw new ApiError("file_conflict", `${nameOf(path)} already exists here.`, {
          suggestedAction: "Choose another name.",
          cause: error,
        });
      }),
  );

export const renameFileAction = memberAction
  .inputSchema(InRoot.extend(RenameFileInput.shape))
  .action(({ parsedInput: { root, old_path, new_path }, ctx }) => filesOf(ctx.api, root).rename(old_path, new_path));

export const moveFilesAction = memberAction
  .inputSchema(InRoot.extend(MoveFilesInput.shape))
  .action(({ parsedInput: { root, ...input }, ctx }) => filesOf(ctx.api, root).move(input));

export const trashFilesAction = memberAction
  .inputSchema(InVolume.extend(PathsInput.shape))
  .action(({ parsedInput: { volumeId, paths }, ctx }) => ctx.api.trash.put(volumeId, paths));

export const restoreTrashAction = memberAction
  .inputSchema(InVolume.extend(RestoreTrashInput.shape))
  .action(({ parsedInput: { volumeId, ...input }, ctx }) => ctx.api.trash.restore(volumeId, input));

/** Deletes for good; without `ids`, everything. */
export const emptyTrashAction = memberAction
  .inputSchema(InVolume.extend(EmptyTrashInput.shape))
  .action(({ parsedInput: { volumeId, ...input }, ctx }) => ctx.api.trash.empty(volumeId, input));

/** Copies in a sandbox, whose files are few: in a volume a copy goes by a grant, which can be watched and cancelled. */
export const copySandboxFilesAction = memberAction
  .inputSchema(CopyFilesInput.extend({ sandboxId: SandboxId }))
  .action(({ parsedInput: { sandboxId, ...input }, ctx }) => ctx.api.sandboxes.files.copy(sandboxId, input));

/** Deletes files of a sandbox, which has no trash: each is gone, or failed on its own. */
export const removeSandboxFilesAction = memberAction
  .inputSchema(PathsInput.extend({ sandboxId: SandboxId }))
  .action(({ parsedInput: { sandboxId, paths }, ctx }) => ctx.api.sandboxes.files.removeMany(sandboxId, paths));

export const setPermissionsAction = memberAction
  .inputSchema(InRoot.extend(BulkPermissionsInput.shape))
  .action(({ parsedInput: { root, ...input }, ctx }) => filesOf(ctx.api, root).setPermissions(input));

/** Replaces what was chosen in a preview, in each file only if it is still what was previewed. */
export const replaceChosenAction = memberAction
  .inputSchema(InRoot.extend(ReplaceChosenInput.shape))
  .action(({ parsedInput: { root, ...input }, ctx }) => filesOf(ctx.api, root).replaceChosen(input));
