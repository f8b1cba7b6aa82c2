import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import { PublishedFile } from "#lib/api/transfers.ts";
import type { Queries } from "../db/database.ts";
import { spentGrants } from "../db/schema.ts";
import { checkPreconditions, type Preconditions } from "../files/preconditions.ts";
import { type Published, publishFile } from "../files/publish-file.ts";
import { authorize } from "../identity/authorize.ts";
import { type HashedFile, stageFile } from "../storage/stage-file.ts";
import type { VolumeRoot } from "../storage/store.ts";
import type { Admitted } from "./admit-grant.ts";
import { findExisting } from "./find-existing.ts";
import type { UploadGrant } from "./grant.ts";
import { asOnlyAttempt } from "./hold-attempt.ts";
import { requireUploadRoom, roomForUpload, roomUsedUp } from "./require-upload-room.ts";

export type UploadBody = {
  chunks: AsyncIterable<Uint8Array>;
  /** Takes back each chunk once it is written. */
  release?: (chunk: Uint8Array) => void;
  /** Bytes that the request announces; undefined when it does not. */
  length: number | undefined;
  /** Those of the request's headers; the grant's own count first. */
  preconditions: Preconditions;
};

class SpentMeanwhile extends Error {}

const spentOnOther = () =>
  new ApiError("upload_conflict", "This grant was used for other bytes before.", {
    suggestedAction: "Ask for a new grant.",
  });

/** @throws ApiError file_upload_limit_exceeded, length_mismatch */
export function requireLength(declared: number, announced: number): void {
  if (announced === declared) return;
  const details = { expected_bytes: declared, announced_bytes: announced };
  if (announced > declared)
    throw new ApiError(
      "file_upload_limit_exceeded",
      `The grant is for ${declared} bytes, the request has ${announced}.`,
      {
        suggestedAction: "Ask for a grant with the right content_length.",
        details,
      },
    );
  throw new ApiError("length_mismatch", `The grant is for ${declared} bytes, the request has ${announced}.`, {
    suggestedAction: "Send the whole file, or ask for a grant with the right content_length.",
    details,
  });
}

/** The same request once more, after its answer was lost: the same answer, if the bytes are the same. */
export async function repeatUpload(first: PublishedFile, body: UploadBody): Promise<PublishedFile> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of body.chunks) {
    size += chunk.length;
    if (size > first.size) throw spentOnOther();
    hash.update(chunk);
  }
  if (size !== first.size || hash.digest("hex") !== first.checksum_sha256) throw spentOnOther();
  return first;
}

/** Marks the grant as spent in the transaction that publishes: a crash leaves both or neither, and no two attempts both. */
async function spend(tx: Queries, { ctx, grant }: Admitted<UploadGrant>, result: PublishedFile): Promise<void> {
  const spent = await tx
    .insert(spentGrants)
    .values({
      id: grant.jti,
      teamId: ctx.team,
      volumeId: grant.volume,
      result,
      expiresAt: new Date(grant.exp * 1000),
    })
    .onConflictDoNothing()
    .returning({ id: spentGrants.id });
  if (spent.length === 0) throw new SpentMeanwhile();
}

/** Refuses before a byte is read what the publish would refuse; what counts is checked there again. */
function stage(
  root: VolumeRoot,
  { ctx, grant, volume }: Admitted<UploadGrant>,
  body: UploadBody,
  preconditions: Preconditions,
): Promise<HashedFile> {
  if (grant.content_length !== undefined && body.length !== undefined) requireLength(grant.content_length, body.length);
  const expectedBytes = grant.content_length ?? body.length;
  const existing = findExisting(root, grant.path);
  checkPreconditions(preconditions, existing);
  const replacedBytes = existing?.allocatedBytes ?? 0;
  if (expectedBytes !== undefined)
    requireUploadRoom(ctx, volume, { bytes: expectedBytes, newFiles: existing === null ? 1 : 0, replacedBytes });
  return stageFile(root, body.chunks, {
    maxBytes: roomForUpload(ctx, volume, replacedBytes),
    overMax: roomUsedUp(ctx, volume),
    expectedBytes,
    expectedSha256: grant.checksum_sha256,
    release: body.release,
  });
}

async function receive(admitted: Admitted<UploadGrant>, body: UploadBody): Promise<PublishedFile> {
  const { ctx, grant } = admitted;
  const preconditions = {
    ifMatch: grant.if_match ?? body.preconditions.ifMatch,
    ifNoneMatch: grant.if_none_match ?? body.preconditions.ifNoneMatch,
  };
  const staged = await ctx.system.store.use(grant.volume, async (root) => stage(root, admitted, body, preconditions));
  try {
    const hashed = (published: Published): PublishedFile => ({ ...published, checksum_sha256: staged.sha256 });
    return hashed(
      await publishFile(ctx, grant.volume, grant.path, staged, {
        ...preconditions,
        alsoInTransaction: (tx, published) => spend(tx, admitted, hashed(published)),
      }),
    );
  } catch (error) {
    if (!(error instanceof SpentMeanwhile)) throw error;
    const [spent] = await ctx.system.database.queries.select().from(spentGrants).where(eq(spentGrants.id, grant.jti));
    const first = PublishedFile.parse(spent?.result);
    if (first.size === staged.size && first.checksum_sha256 === staged.sha256) return first;
    throw spentOnOther();
  }
}

/**
 * Takes the bytes of an upload grant: stages them, checks length, checksum and cap, publishes them as one act, and spends
 * the grant with it. Sent again afterwards, the same bytes get the first answer.
 * @throws ApiError upload_conflict, file_upload_limit_exceeded, length_mismatch, checksum_mismatch, precondition_failed,
 *   volume_quota_exceeded, file_conflict, file_not_found, timeout
 */
export async function receiveUpload(admitted: Admitted<UploadGrant>, body: UploadBody): Promise<PublishedFile> {
  const { ctx, grant, spent } = admitted;
  authorize(ctx, "files:write");
  return asOnlyAttempt(grant.jti, () => (spent === null ? receive(admitted, body) : repeatUpload(spent, body)));
}
