import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { uploadParts, uploads } from "../db/schema.ts";
import type { UploadRow } from "./find-upload.ts";

/** How long a claim holds without a sign of life, in seconds, and how often it gives one. */
const CLAIM_SECONDS = 60;
const BEAT_MS = 15_000;

/** An attempt to complete an upload. Its claim names it in the row, so that one that lost it publishes nothing. */
export type Claimed = { upload: UploadRow; claim: string };
export type Completing = Claimed & { ctx: Context };

export const lostClaim = (): ApiError =>
  new ApiError("upload_conflict", "Another request completes or ends this upload.", { retryAfter: 1 });

const until = () => sql`now() + make_interval(secs => ${CLAIM_SECONDS})`;

/** The row, as long as this attempt has the claim. */
export const claimed = ({ upload, claim }: Claimed) =>
  and(eq(uploads.id, upload.id), eq(uploads.status, "completing"), eq(uploads.claimedBy, claim));

/** The upload as it is once this attempt is the one that completes it; null when another one is. */
export async function takeClaim(ctx: Context, upload: UploadRow, claim: string): Promise<UploadRow | null> {
  const abandoned = or(isNull(uploads.claimedUntil), lt(uploads.claimedUntil, sql`now()`));
  const [taken] = await ctx.system.database.queries
    .update(uploads)
    .set({
      status: "completing",
      claimedBy: claim,
      claimedUntil: until(),
    })
    .where(
      and(
        eq(uploads.id, upload.id),
        eq(uploads.teamId, ctx.team),
        or(eq(uploads.status, "open"), and(eq(uploads.status, "completing"), abandoned)),
      ),
    )
    .returning();
  return taken ?? null;
}

/** Marks the upload as done in the transaction that publishes: a crash leaves both or neither. */
export async function finishUpload(tx: Queries, completing: Claimed, bytes: number, fileCount: number): Promise<void> {
  const done = await tx
    .update(uploads)
    .set({
      status: "completed",
      publishedBytes: bytes,
      publishedFileCount: fileCount,
      updatedAt: sql`now()`,
      claimedBy: null,
      claimedUntil: null,
    })
    .where(claimed(completing))
    .returning({ id: uploads.id });
  if (done.length === 0) throw lostClaim();
  await tx.delete(uploadParts).where(eq(uploadParts.uploadId, completing.upload.id));
}

/** Keeps a claim alive. @returns stops it */
export function keepClaim(queries: Queries, completing: Claimed): () => void {
  const beat = setInterval(() => {
    // One that is missed is made good by the next; a claim that is lost stays lost.
    queries
      .update(uploads)
      .set({ claimedUntil: until() })
      .where(claimed(completing))
      .catch(() => {});
  }, BEAT_MS);
  return () => clearInterval(beat);
}
