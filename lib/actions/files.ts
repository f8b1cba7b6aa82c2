"use server";

import { z } from "zod";
import { ApiError } from "#lib/api/api-error.ts";
import {
  BulkPermissionsInput,
  type BulkResult,
  EmptyTrashInput,
  MoveFilesInput,
  PathInput,
  PathsInput,
  RenameFileInput,
  RestoreTrashInput,
} from "#lib/api/files.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { nameOf } from "#lib/api/paths.ts";
import { memberAction } from "./action-client.ts";

const InVolume = z.object({ volumeId: VolumeId });
const { destination, ...batch } = MoveFilesInput.shape;
/** One act in as many parts as there are ways to settle taken names. */
const InBatches = InVolume.extend({ destination, batches: z.array(z.object(batch)).min(1).max(3) });

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
  .inputSchema(InVolume.extend(PathInput.shape))
  .action(async ({ parsedInput: { volumeId, path }, ctx }) => {
    if ((await ctx.api.files.exists(volumeId, path)).exists)
      throw new ApiError("file_conflict", `${nameOf(path)} already exists here.`, {
        suggestedAction: "Choose another name.",
      });
    return ctx.api.files.makeDirectory(volumeId, path);
  });

/** Makes up to 1,000 directories with their parents; those that exist are fine. */
export const makeDirectoriesAction = memberAction
  .inputSchema(InVolume.extend(PathsInput.shape))
  .action(({ parsedInput: { volumeId, paths }, ctx }) =>
    inTurn(paths, async (path): Promise<BulkResult> => {
      try {
        await ctx.api.files.makeDirectory(volumeId, path);
        return { succeeded: [{ path, to: path, trash_id: null }], failed: [] };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { succeeded: [], failed: [{ path, code: error.code, message: error.message }] };
      }
    }),
  );

/** Makes one empty file where nothing is. */
export const createFileAction = memberAction
  .inputSchema(InVolume.extend(PathInput.shape))
  .action(async ({ parsedInput: { volumeId, path }, ctx }) =>
    ctx.api.files.write(volumeId, path, "", { ifNoneMatch: "*" }).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== "precondition_failed") throw error;
      throw new ApiError("file_conflict", `${nameOf(path)} already exists here.`, {
        suggestedAction: "Choose another name.",
        cause: error,
      });
    }),
  );

export const renameFileAction = memberAction
  .inputSchema(InVolume.extend(RenameFileInput.shape))
  .action(({ parsedInput: { volumeId, old_path, new_path }, ctx }) =>
    ctx.api.files.rename(volumeId, old_path, new_path),
  );

export const moveFilesAction = memberAction
  .inputSchema(InBatches)
  .action(({ parsedInput: { volumeId, destination, batches }, ctx }) =>
    inTurn(batches, (part) => ctx.api.files.move(volumeId, { ...part, destination })),
  );

export const copyFilesAction = memberAction
  .inputSchema(InBatches)
  .action(({ parsedInput: { volumeId, destination, batches }, ctx }) =>
    inTurn(batches, (part) => ctx.api.files.copy(volumeId, { ...part, destination })),
  );

export const trashFilesAction = memberAction
  .inputSchema(InVolume.extend(PathsInput.shape))
  .action(({ parsedInput: { volumeId, paths }, ctx }) => ctx.api.trash.put(volumeId, paths));

export const restoreTrashAction = memberAction
  .inputSchema(InVolume.extend({ batches: z.array(RestoreTrashInput).min(1).max(3) }))
  .action(({ parsedInput: { volumeId, batches }, ctx }) =>
    inTurn(batches, (part) => ctx.api.trash.restore(volumeId, part)),
  );

/** Deletes for good; without `ids`, everything. */
export const emptyTrashAction = memberAction
  .inputSchema(InVolume.extend(EmptyTrashInput.shape))
  .action(({ parsedInput: { volumeId, ...input }, ctx }) => ctx.api.trash.empty(volumeId, input));

export const setPermissionsAction = memberAction
  .inputSchema(InVolume.extend(BulkPermissionsInput.shape))
  .action(({ parsedInput: { volumeId, ...input }, ctx }) => ctx.api.files.setPermissions(volumeId, input));
