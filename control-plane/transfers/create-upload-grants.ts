import type { VolumeId } from "#lib/api/ids.ts";
import type { UploadGrantInput, UploadGrants, UploadGrantsInput } from "#lib/api/transfers.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { createBreather } from "../storage/breather.ts";
import { findVolume } from "../volumes/find-volume.ts";
import { type Existing, findExisting } from "./find-existing.ts";
import { issueGrant, UPLOAD_GRANT_SECONDS } from "./grant.ts";
import { requireUploadRoom } from "./require-upload-room.ts";

type Asked = UploadGrantInput & { found: Existing | null };

async function lookUp(ctx: Context, volume: VolumeId, files: readonly UploadGrantInput[]): Promise<Asked[]> {
  return ctx.system.store.use(volume, async (root) => {
    const breathe = createBreather();
    const asked: Asked[] = [];
    for (const file of files) {
      asked.push({ ...file, found: findExisting(root, file.path) });
      await breathe();
    }
    return asked;
  });
}

/** All of them together, so that a folder that cannot fit is refused before its first byte. */
function requireRoomForAll(
  ctx: Context,
  volume: Awaited<ReturnType<typeof findVolume>>,
  asked: readonly Asked[],
): void {
  const total = { bytes: 0, newFiles: 0, replacedBytes: 0 };
  for (const { content_length, found } of asked) {
    total.bytes += content_length ?? 0;
    total.newFiles += found === null ? 1 : 0;
    total.replacedBytes += content_length === undefined ? 0 : (found?.allocatedBytes ?? 0);
  }
  requireUploadRoom(ctx, volume, total);
}

async function grant(
  ctx: Context,
  volume: VolumeId,
  { found, ...file }: Asked,
): Promise<UploadGrants["grants"][number]> {
  const { url, expiresAt } = await issueGrant(ctx, { ...file, volume, verb: "upload" }, UPLOAD_GRANT_SECONDS);
  const { allocatedBytes: _, ...existing } = found ?? { allocatedBytes: 0 };
  return {
    url,
    method: "PUT",
    headers: { "content-type": "application/octet-stream" },
    expires_at: expiresAt.toISOString(),
    path: file.path,
    existing: "etag" in existing ? existing : null,
  };
}

/**
 * Signed uploads of up to 1,000 files of one volume, in the order asked, each with what stands at its path now.
 * @throws ApiError forbidden, volume_not_found, file_conflict for the root, volume_quota_exceeded when the declared sizes
 *   together would pass the cap
 */
export async function createUploadGrants(
  ctx: Context,
  volumeId: VolumeId,
  input: UploadGrantsInput,
): Promise<UploadGrants> {
  authorize(ctx, "files:write");
  const volume = await findVolume(ctx.system.database.queries, ctx, volumeId);
  const asked = await lookUp(ctx, volumeId, input.files);
  requireRoomForAll(ctx, volume, asked);
  return { grants: await Promise.all(asked.map((one) => grant(ctx, volumeId, one))) };
}
