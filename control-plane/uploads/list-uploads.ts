import { and, asc, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { AnyUploadPage } from "#lib/api/sandbox-uploads.ts";
import type { ListUploadsQuery } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import { uploadParts, uploads } from "../db/schema.ts";
import { creatorOf } from "./creator-of.ts";
import { findDestination } from "./find-destination.ts";
import { toSession } from "./to-session.ts";
import { authorizeUpload, goesTo } from "./upload-root.ts";

/**
 * The uploads into a volume or a sandbox that can be gone on with, the newest first: not those that ended or expired.
 * @throws ApiError forbidden, volume_not_found, sandbox_not_found
 */
export async function listUploads(ctx: Context, root: FileRoot, query: ListUploadsQuery): Promise<AnyUploadPage> {
  authorizeUpload(ctx, root);
  const { queries } = ctx.system.database;
  const destination = await findDestination(queries, ctx, root);
  const me = creatorOf(ctx);
  const mine = me === null ? sql`false` : eq(uploads.createdBy, me);
  const rows = await queries
    .select()
    .from(uploads)
    .where(
      and(
        eq(uploads.teamId, ctx.team),
        goesTo(root),
        inArray(uploads.status, ["open", "completing"]),
        gt(uploads.expiresAt, sql`now()`),
        query.mine === "true" ? mine : undefined,
        query.before === undefined
          ? undefined
          : sql`(${uploads.createdAt}, ${uploads.id}) < (select created_at, id from ${uploads} as last
              where last.id = ${query.before} and last.team_id = ${ctx.team})`,
      ),
    )
    .orderBy(desc(uploads.createdAt), desc(uploads.id))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  const ids = page.map(({ id }) => id);
  const present = new Map<string, { numbers: number[]; bytes: number }>(
    ids.map((id) => [id, { numbers: [], bytes: 0 }]),
  );
  if (ids.length > 0) {
    const found = queries.select().from(uploadParts).where(inArray(uploadParts.uploadId, ids));
    for (const { uploadId, number, size } of await found.orderBy(asc(uploadParts.number))) {
      const of = present.get(uploadId);
      of?.numbers.push(number);
      if (of !== undefined) of.bytes += size;
    }
  }
  return {
    uploads: page.map((upload) => ({
      ...toSession(ctx, destination, upload, present.get(upload.id) ?? { numbers: [], bytes: 0 }),
      metadata: upload.metadata,
      mine: me !== null && upload.createdBy === me,
    })),
    next_cursor: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
  };
}
