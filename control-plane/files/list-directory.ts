import { ApiError } from "#lib/api/api-error.ts";
import type { ListFilesQuery } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { isErrno } from "../storage/descriptors.ts";
import type { Tree } from "../storage/resolve-path.ts";
import { createWorkerThread } from "../storage/worker-thread.ts";
import { decodeCursor } from "./list-cursor.ts";
import { type ListingJob, MAX_BARE_ENTRIES, type PageStart, TOO_MANY } from "./listing-contract.ts";
import { withDirectory } from "./with-directory.ts";

/** Makes the JSON of a listing; `ListingJob` says what it takes. */
const list = createWorkerThread<ListingJob, Uint8Array<ArrayBuffer>>(new URL("./listing-worker.ts", import.meta.url));

type Query = Omit<ListFilesQuery, "path">;

function startOf(query: Query): PageStart {
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

const whatOf = (query: Query): ListingJob["what"] =>
  query.limit === undefined
    ? { kind: "tree", depth: query.depth }
    : { kind: "page", limit: query.limit, start: startOf(query) };

const tooMany = (path: string) =>
  new ApiError("invalid_request", `There are more than ${MAX_BARE_ENTRIES} entries below ${path}.`, {
    suggestedAction: "Read it in pages, with limit and cursor.",
    details: { path, max_entries: MAX_BARE_ENTRIES },
  });

/**
 * Lists a directory of a tree, directories first and in natural order: a bare array `depth` levels deep, or with `limit` one
 * page.
 * @param shape.directoryType what to call a directory in `type`
 * @returns the JSON of `FileInfo[]` or `FilePage`, as bytes: made beside the event loop, which 100,000 entries would hold
 * @throws ApiError file_not_found, file_conflict (not a directory), invalid_request (cursor; more entries than fit in one
 *   answer)
 */
export function listDirectory(
  tree: Tree,
  path: VolumePath,
  query: Query,
  shape: { directoryType: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const what = whatOf(query);
  const { sort, order, filter } = query;
  return withDirectory(tree, path, async ({ fd }) => {
    const job = { directory: fd, guarded: tree.admit !== undefined, path, sort, order, filter, what };
    return list({ ...job, shape: { ...shape, etag: query.include === "etag" } }).catch((error: unknown) => {
      throw isErrno(error, TOO_MANY) ? tooMany(path) : error;
    });
  });
}
