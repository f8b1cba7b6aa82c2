import { randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { CompleteUploadInput } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import { publishFile } from "../files/publish-file.ts";
import type { Growth } from "../files/require-room.ts";
import { withVolume } from "../files/with-volume.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { removeTree } from "../storage/tree-jobs.ts";
import { roomForUpload } from "../transfers/require-upload-room.ts";
import { capInForce } from "../volumes/cap-in-force.ts";
import type { VolumeRow } from "../volumes/find-volume.ts";
import { type Completing, finishUpload } from "./claim-upload.ts";
import { publishDirectory, replacedBy } from "./publish-directory.ts";
import type { TarSize } from "./scan-tar.ts";
import { removeSessionFile, sessionFile } from "./session-file.ts";
import { targetTaken, tellingTaken } from "./target-taken.ts";
import { unpackUpload } from "./unpack-upload.ts";

type Checked = { file: FileHandle; input: CompleteUploadInput };

async function publishAsFile(completing: Completing, volumeId: VolumeId, { file, input }: Checked): Promise<void> {
  const { ctx, upload } = completing;
  const { blocks } = await file.stat();
  const staged = {
    name: sessionFile(upload.id),
    size: upload.contentLength,
    allocatedBytes: blocks * 512,
  };
  await tellingTaken(upload, input, () =>
    publishFile(ctx, volumeId, upload.targetPath, staged, {
      ifMatch: input.if_match,
      ifNoneMatch: upload.conflict === "error" ? "*" : input.if_none_match,
      keepRefused: true,
      alsoInTransaction: (tx) => finishUpload(tx, completing, upload.contentLength, 1),
    }),
  );
}

const noRoom = (ctx: Context, volume: VolumeRow) => () =>
  new ApiError("volume_quota_exceeded", "The files of this archive need more room than the volume has.", {
    suggestedAction: "Delete something, or ask the operator for a larger cap; then complete the upload again.",
    details: { used_bytes: volume.usedBytes, cap_bytes: capInForce(ctx, volume).bytes, missing_bytes: 1 },
  });

/** What an archive may take: what is free, and what it would take the place of. */
const roomIn = (ctx: Context, volume: VolumeRow, replaced: Growth): TarSize => ({
  usedBytes: roomForUpload(ctx, volume, replaced.usedBytes),
  inodeCount:
    volume.maxFileCount === null || volume.trashBytes > 0
      ? Number.MAX_SAFE_INTEGER
      : Math.max(0, volume.maxFileCount - volume.inodeCount) + replaced.inodeCount,
});

async function publishAsDirectory(
  completing: Completing,
  root: VolumeRoot,
  volume: VolumeRow,
  file: FileHandle,
): Promise<void> {
  const { ctx, upload } = completing;
  const name = `${sessionFile(upload.id)}-tree-${randomBytes(6).toString("hex")}`;
  try {
    const room = roomIn(ctx, volume, await replacedBy(root, upload.targetPath, volume));
    const tree = await unpackUpload(root, upload, file, { name, room, noRoom: noRoom(ctx, volume) });
    await publishDirectory(ctx, root, tree, {
      path: upload.targetPath,
      conflict: upload.conflict,
      alsoInTransaction: (tx) => finishUpload(tx, completing, tree.contentBytes, tree.fileCount),
      taken: (path) => targetTaken(upload, path),
    });
  } finally {
    await removeTree(root.staging, name);
  }
  await removeSessionFile(root, upload.id);
}

/**
 * Publishes an upload whose bytes were checked in a volume.
 * @param checked its bytes, in the volume's staging
 */
export async function publishToVolume(completing: Completing, volumeId: VolumeId, checked: Checked): Promise<void> {
  if (completing.upload.kind === "file") return publishAsFile(completing, volumeId, checked);
  const { ctx } = completing;
  await withVolume(ctx, volumeId, (root, volume) => publishAsDirectory(completing, root, volume, checked.file));
}
