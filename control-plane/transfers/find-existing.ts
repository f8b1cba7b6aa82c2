import type { BigIntStats } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { UploadGrants } from "#lib/api/transfers.ts";
import { etagOf } from "../storage/etag.ts";
import { type Tree, withTarget } from "../storage/resolve-path.ts";

export type Existing = NonNullable<UploadGrants["grants"][number]["existing"]> & {
  /** Bytes it takes on the disk, which an upload over it gives back. */
  allocatedBytes: number;
};

function standing(stat: BigIntStats): Existing {
  return {
    etag: stat.isFile() ? etagOf(stat) : null,
    size: Number(stat.size),
    modified_time: new Date(Number(stat.mtimeMs)).toISOString(),
    is_dir: stat.isDirectory(),
    allocatedBytes: stat.isFile() ? Number(stat.blocks) * 512 : 0,
  };
}

/**
 * What stands where an upload to `path` would go; null for nothing, also when its directory is missing.
 * @throws ApiError file_conflict for the root
 */
export function findExisting(root: Tree, path: VolumePath): Existing | null {
  try {
    return withTarget(root, path, ({ existing }) => (existing === null ? null : standing(existing.stat)));
  } catch (error) {
    if (error instanceof ApiError && error.code === "file_not_found") return null;
    throw error;
  }
}
