import { ApiError } from "#lib/api/api-error.ts";
import type { ListFilesQuery } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { isErrno } from "../storage/descriptors.ts";
import { createWorkerThread } from "../storage/worker-thread.ts";
import { decodeCursor } from "./list-cursor.ts";
import { type ListingJob, MAX_BARE_ENTRIES, type PageStart, TOO_MANY } from "./listing-contract.ts";
import { withDirectory } from "./with-directory.ts";
import { withVolume } from "./with-volume.ts";

/** Makes the JSON of a listing; `ListingJob` says what it takes. */
const list = createWorkerThread<ListingJob, Uint8Array<ArrayBuffer>>(new URL("./listing-worker.ts", import.meta.url));

function startOf(query: ListFilesQuery): PageStart {
  if (query.cursor === undefined)
    return query.starts_with === undefined
      ? { kind: "offset", offset: query.offset ?? 0 }
      : { kind: "starts_with", text: query.starts_with };
  const cursor = decodeCursor(query, query.cursor);
  if (cursor !== null) return { kind: "after", cursor };
  throw new ApiError("invalid_request", "cursor: is not one that this list answered with this sort and order", {
    suggestedAction: "Begin again without a cursor.",
    details: { field: "cursor" },
  });
}

const whatOf = (query: ListFilesQuery): ListingJob["what"] =>
  query.limit === undefined
    ? { kind: "tree", depth: query.depth }
    : { kind: "page", limit: query.limit, start: startOf(query) };

const tooMany = (path: string) =>
  new ApiError("invalid_request", `There are more than ${MAX_BARE_ENTRIES} entries below ${path}.`, {
    suggestedAction: "Read it in pages, with limit and cursor.",
    details: { path, max_entries: MAX_BARE_ENTRIES },
  });

/**
 * Lists a directory, directories first and in natural order: a bare array `depth` levels deep, or with `limit` one page.
 * @param shape.directoryType what to call a directory in `type`
 * @returns the JSON of `FileInfo[]` or `FilePage`, as bytes: made beside the event loop, which 100,000 entries would hold
 * @throws ApiError forbidden, volume_not_found, file_not_found, file_conflict (not a directory), invalid_request (cursor;
 *   more entries than fit in one answer)
 */
export async function listVolumeFiles(
  ctx: Context,
  volumeId: VolumeId,
  query: ListFilesQuery,
  shape: { directoryType: string } = { directoryType: "directory" },
): Promise<Uint8Array<ArrayBuffer>> {
  authorize(ctx, "files:read");
  const what = whatOf(query);
  const { path, sort, order, filter } = query;
  return withVolume(ctx, volumeId, (root) =>
    withDirectory(root, path, async ({ fd }) => {
      const job = { directory: fd, path, sort, order, filter, what };
      return list({ ...job, shape: { ...shape, etag: query.include === "etag" } }).catch((error: unknown) => {
        throw isErrno(error, TOO_MANY) ? tooMany(path) : error;
      });
    }),
  );
}
