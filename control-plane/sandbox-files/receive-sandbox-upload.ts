import type { PublishedFile } from "#lib/api/transfers.ts";
import { spentGrants } from "../db/schema.ts";
import { asOnlyAttempt } from "../transfers/hold-attempt.ts";
import { repeatUpload, requireLength, type UploadBody } from "../transfers/receive-upload.ts";
import type { AdmittedToSandbox } from "./sandbox-grant.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";
import { placeInSandbox } from "./write-sandbox-file.ts";

type Admitted = AdmittedToSandbox<"upload">;

/** After the rename: a crash in between leaves a grant that takes the same bytes once more. */
async function spend({ ctx, grant }: Admitted, result: PublishedFile): Promise<void> {
  await ctx.system.database.queries
    .insert(spentGrants)
    .values({ id: grant.jti, teamId: ctx.team, volumeId: null, result, expiresAt: new Date(grant.exp * 1000) })
    .onConflictDoNothing();
}

async function receive(admitted: Admitted, body: UploadBody): Promise<PublishedFile> {
  const { ctx, grant } = admitted;
  if (grant.content_length !== undefined && body.length !== undefined) requireLength(grant.content_length, body.length);
  const published = await withSandboxFiles(ctx, grant.sandbox, "sandboxes:write", ({ tree }) =>
    placeInSandbox(ctx, tree, grant.path, body.chunks, {
      ifMatch: grant.if_match ?? body.preconditions.ifMatch,
      ifNoneMatch: grant.if_none_match ?? body.preconditions.ifNoneMatch,
      expectedBytes: grant.content_length ?? body.length,
      expectedSha256: grant.checksum_sha256,
      release: body.release,
    }),
  );
  await spend(admitted, published);
  return published;
}

/**
 * Takes the bytes of an upload grant into a sandbox and spends the grant with them. Sent again afterwards, the same bytes get
 * the first answer.
 * @throws ApiError upload_conflict, and as `withSandboxFiles` and `placeInSandbox`
 */
export async function receiveSandboxUpload(admitted: Admitted, body: UploadBody): Promise<PublishedFile> {
  const { grant, spent } = admitted;
  return asOnlyAttempt(grant.jti, () => (spent === null ? receive(admitted, body) : repeatUpload(spent, body)));
}
