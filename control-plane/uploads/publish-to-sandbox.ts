import type { FileHandle } from "node:fs/promises";
import type { SandboxId } from "#lib/api/ids.ts";
import type { CompleteUploadInput } from "#lib/api/uploads.ts";
import { withSandboxFiles } from "../sandbox-files/with-sandbox-files.ts";
import { placeInSandbox } from "../sandbox-files/write-sandbox-file.ts";
import { runningSandbox } from "../sandboxes/running-sandbox.ts";
import type { SandboxTree } from "../sandboxes/sandbox-tree.ts";
import { type Completing, finishUpload } from "./claim-upload.ts";
import { placeArchiveInSandbox } from "./place-archive-in-sandbox.ts";
import { isPlaced, notePlacing } from "./placing.ts";
import { removeSessionFile } from "./session-file.ts";
import { withHostStaging } from "./session-staging.ts";
import { tellingTaken } from "./target-taken.ts";

const READ_BYTES = 1024 * 1024;

type Checked = { file: FileHandle; sha256: string | null; input: CompleteUploadInput };

async function placeFile(completing: Completing, tree: SandboxTree, { file, sha256, input }: Checked): Promise<void> {
  const { ctx, upload } = completing;
  const bytes = upload.contentLength;
  const chunks = file.createReadStream({ start: 0, autoClose: false, highWaterMark: READ_BYTES });
  await tellingTaken(upload, input, () =>
    placeInSandbox(ctx, tree, upload.targetPath, chunks, {
      ifMatch: input.if_match,
      ifNoneMatch: upload.conflict === "error" ? "*" : input.if_none_match,
      expectedBytes: bytes,
      expectedSha256: sha256 ?? undefined,
      around: async (staged, place) => {
        await notePlacing(completing, staged, { bytes, fileCount: 1 });
        await ctx.transaction(async (tx) => {
          await finishUpload(tx, completing, bytes, 1);
          place();
        });
      },
    }),
  );
}

async function place(completing: Completing, tree: SandboxTree, checked: Checked): Promise<void> {
  const { ctx, upload } = completing;
  if (isPlaced(tree, upload)) {
    const { publishedBytes, publishedFileCount } = upload;
    await ctx.transaction((tx) => finishUpload(tx, completing, publishedBytes ?? 0, publishedFileCount ?? 0));
  } else if (upload.kind === "file") await placeFile(completing, tree, checked);
  else await placeArchiveInSandbox(completing, tree, checked.file);
}

/**
 * Publishes an upload whose bytes were checked in a sandbox: copied beside its place, then moved there.
 * @param checked its bytes, on the host
 * @throws ApiError as `withSandboxFiles`, and what is in the way
 */
export async function publishToSandbox(completing: Completing, sandbox: SandboxId, checked: Checked): Promise<void> {
  const { ctx, upload } = completing;
  const placed = withSandboxFiles(ctx, sandbox, "sandboxes:write", ({ tree }) => place(completing, tree, checked));
  await placed.catch(async (error: unknown) => {
    // That it has stopped meanwhile is the reason, if it has.
    await runningSandbox(ctx, sandbox);
    throw error;
  });
  await withHostStaging(ctx.system, (staging) => removeSessionFile(staging, upload.id));
}
