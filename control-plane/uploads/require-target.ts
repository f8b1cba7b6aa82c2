import { ApiError } from "#lib/api/api-error.ts";
import type { CreateUploadInput } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import { noRoom, roomIn } from "../sandbox-files/room-in.ts";
import { findExisting } from "../transfers/find-existing.ts";
import { requireUploadRoom } from "../transfers/require-upload-room.ts";
import type { OpenDestination } from "./open-destination.ts";
import { type Target, withStagingOfTarget } from "./staging-of-target.ts";

type Wanted = Target & Pick<CreateUploadInput, "content_length">;

const taken = (path: string) =>
  new ApiError("file_conflict", `There is something at ${path} already.`, {
    suggestedAction: "Choose another path, or another conflict: merge or replace.",
    details: { path },
  });

/** An archive of small files is larger than what it holds, so only what is far too large is refused before it comes. */
const leastBytes = ({ kind, content_length: bytes }: Wanted) => (kind === "file" ? bytes : Math.floor(bytes / 2));

/**
 * Refuses before a byte is sent what could never be published. The publish decides by what is there then.
 * @throws ApiError file_conflict, volume_quota_exceeded; in a sandbox also what its file systems refuse there
 */
export async function requireTarget(ctx: Context, destination: OpenDestination, wanted: Wanted): Promise<void> {
  const { kind, path, conflict } = wanted;
  const { tree } = destination;
  const isTree = kind === "directory_tar";
  const existing = isTree && path === "/" ? null : findExisting(tree, path);
  if (existing !== null && (conflict === "error" || (kind === "file" && existing.is_dir))) throw taken(path);
  const bytes = leastBytes(wanted);
  if (destination.kind === "volume") {
    const newFiles = isTree || existing !== null ? 0 : 1;
    const replacedBytes = isTree ? 0 : (existing?.allocatedBytes ?? 0);
    requireUploadRoom(ctx, destination.row, { bytes, newFiles, replacedBytes });
    return;
  }
  await withStagingOfTarget(ctx.system, destination.tree, wanted, async ({ staging }) => {
    if (bytes > roomIn(staging)) throw noRoom();
  });
}
