import { and, eq, inArray, sql } from "drizzle-orm";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { AnyUploadSession } from "#lib/api/sandbox-uploads.ts";
import type { CreateUploadInput } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { teams, uploads } from "../db/schema.ts";
import { rememberRequest } from "../idempotency/remember-request.ts";
import { newId } from "../new-id.ts";
import { requireAllowed } from "../sandboxes/begin-operation.ts";
import { lockSandbox } from "../sandboxes/find-sandbox.ts";
import { creatorOf } from "./creator-of.ts";
import { findUpload } from "./find-upload.ts";
import { THIS_PROCESS } from "./newest-attempt.ts";
import { withOpenDestination } from "./open-destination.ts";
import { layOut } from "./part-layout.ts";
import { requireTarget } from "./require-target.ts";
import { makeSessionFile, removeSessionFile } from "./session-file.ts";
import { targetIn } from "./target-in.ts";
import { readSession } from "./to-session.ts";
import { uploadRefusal } from "./upload-refusal.ts";
import { authorizeUpload, columnsOf } from "./upload-root.ts";

/** How long a session lives after its last part, in seconds. */
export const SESSION_SECONDS = 24 * 60 * 60;
/** Sessions of one team that are not finished: one of no bytes reserves nothing and is a file all the same. */
const MAX_OPEN = 1_000;

/** The archive and what is unpacked from it lie in staging together. */
const reservedBy = ({ kind, content_length }: Pick<CreateUploadInput, "kind" | "content_length">) =>
  kind === "file" ? content_length : 2 * content_length;

/** @throws ApiError file_upload_error when the team's sessions together would take more than they may */
async function requireStaging(tx: Queries, ctx: Context, wanted: number): Promise<void> {
  // Locked, so that two at once cannot both take the last of it.
  await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, ctx.team)).for("update");
  const [open] = await tx
    .select({
      bytes: sql`coalesce(sum(${uploads.reservedBytes}), 0)`.mapWith(Number),
      count: sql`count(*)`.mapWith(Number),
    })
    .from(uploads)
    .where(and(eq(uploads.teamId, ctx.team), inArray(uploads.status, ["open", "completing"])));
  const quota = ctx.system.config.stagingQuotaBytes;
  const reserved = open?.bytes ?? 0;
  if (reserved + wanted <= quota && (open?.count ?? 0) < MAX_OPEN) return;
  throw uploadRefusal(
    undefined,
    "insufficient_staging_space",
    "The unfinished uploads of this team take all the room there is for them.",
    {
      suggestedAction: "Finish or abort some of them, and try again.",
      reserved_bytes: reserved,
      staging_quota_bytes: quota,
      wanted_bytes: wanted,
    },
  );
}

type Wanted = Omit<CreateUploadInput, "target_path"> & { target_path: string };

/**
 * Begins a resumable upload. Asked again with the same idempotency key, it answers the same session.
 * @throws ApiError forbidden, volume_not_found, sandbox_not_found, sandbox_not_ready, file_conflict, volume_quota_exceeded,
 *   file_upload_error (insufficient_staging_space), conflict (the key was used for something else); into a sandbox also
 *   volume_read_only and permission_denied
 */
export async function createUpload(
  ctx: Context,
  root: FileRoot,
  input: Wanted,
  idempotencyKey: string | undefined,
): Promise<{ session: AnyUploadSession }> {
  authorizeUpload(ctx, root);
  return withOpenDestination(ctx, root, async (destination) => {
    const { staging } = destination;
    const path = targetIn(destination, input.target_path);
    const mine = newId("up");
    let made = false;
    try {
      return await ctx.transaction(async (tx) => {
        const request = { key: idempotencyKey, operation: "createUpload", input: { ...columnsOf(root), ...input } };
        const id = await rememberRequest(tx, ctx, { ...request, resourceId: mine });
        if (id === mine) {
          // Locked: one that can still be destroyed then ends this upload too.
          if (root.kind === "sandbox") requireAllowed(await lockSandbox(tx, ctx, root.id), "destroy");
          await requireTarget(ctx, destination, { ...input, path });
          const reservedBytes = reservedBy(input);
          await requireStaging(tx, ctx, reservedBytes);
          // Before the row: a file that nobody knows of is cleared away, a row without a file could not go on.
          made = true;
          await makeSessionFile(staging, id, input.content_length);
          await tx.insert(uploads).values({
            id,
            teamId: ctx.team,
            ...columnsOf(root),
            kind: input.kind,
            sourceKind: input.source_kind,
            targetPath: path,
            contentLength: input.content_length,
            ...layOut(input.content_length),
            conflict: input.conflict,
            wholeChecksumSha256: input.whole_checksum_sha256 ?? null,
            metadata: input.metadata,
            createdBy: creatorOf(ctx),
            writer: THIS_PROCESS,
            reservedBytes,
            status: "open",
            expiresAt: sql`now() + make_interval(secs => ${SESSION_SECONDS})`,
          });
        }
        return { session: await readSession(tx, ctx, await findUpload(tx, ctx, root, id), destination) };
      });
    } catch (error) {
      if (made) await removeSessionFile(staging, mine);
      throw error;
    }
  });
}
