import type { BigIntStats } from "node:fs";
import { sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import { uploads } from "../db/schema.ts";
import { type Tree, withTarget } from "../storage/resolve-path.ts";
import { type Completing, claimed, lostClaim } from "./claim-upload.ts";
import type { UploadRow } from "./find-upload.ts";

/** The same inode, whatever becomes of its name and content. */
const identityOf = ({ dev, ino, birthtimeNs }: BigIntStats): string => `${dev}:${ino}:${birthtimeNs}`;

/**
 * Notes what is about to be moved into place, and what of it will be told: the move and the commit that says so are not one
 * act, and a crash between them must not end in a conflict with the upload's own files.
 * @throws ApiError upload_conflict when somebody else completes or ends it
 */
export async function notePlacing(
  { ctx, ...completing }: Completing,
  stat: BigIntStats,
  published: { bytes: number; fileCount: number },
): Promise<void> {
  const noted = await ctx.system.database.queries
    .update(uploads)
    .set({
      placedInode: identityOf(stat),
      publishedBytes: published.bytes,
      publishedFileCount: published.fileCount,
      updatedAt: sql`now()`,
    })
    .where(claimed(completing))
    .returning({ id: uploads.id });
  if (noted.length === 0) throw lostClaim();
}

/** Whether an earlier attempt moved it into place and was cut down before it could say so. */
export function isPlaced(tree: Tree, { targetPath, placedInode }: UploadRow): boolean {
  if (placedInode === null || targetPath === "/") return false;
  try {
    return withTarget(
      tree,
      targetPath,
      ({ existing }) => existing !== null && identityOf(existing.stat) === placedInode,
    );
  } catch (error) {
    if (error instanceof ApiError && error.code === "file_not_found") return false;
    throw error;
  }
}
