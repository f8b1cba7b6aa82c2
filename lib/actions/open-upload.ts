import "server-only";
import { ApiError } from "#lib/api/api-error.ts";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { OpenedSession } from "#lib/api/client/send-session.ts";
import { uploadsOf } from "#lib/api/client/uploads-of.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";

type Wanted = { root: FileRoot; path: VolumePath; size: number; fingerprint: string; uploadId: UploadId | null };

const OVER: readonly string[] = ["aborted", "expired", "failed"];

/** The session that is known, at the path that is wanted now; null when it has ended without a file. */
async function goOn(api: NullspaceClient, { root, path, uploadId }: Wanted): Promise<OpenedSession | null> {
  if (uploadId === null) return null;
  const session = await uploadsOf(api, root)
    .get(uploadId)
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.code === "upload_not_found") return null;
      throw error;
    });
  if (session === null || OVER.includes(session.status)) return null;
  if (session.status === "completed") return { state: "completed" };
  if (session.target_path !== path) await uploadsOf(api, root).update(uploadId, { target_path: path });
  return { state: "open", grant: await uploadsOf(api, root).partGrant(uploadId) };
}

/** One that this person left unfinished, of this very file to this very path. */
async function findLeft(api: NullspaceClient, { root, path, size, fingerprint }: Wanted): Promise<UploadId | null> {
  const { uploads } = await uploadsOf(api, root).list({ mine: "true", limit: 100 });
  const left = uploads.find(
    (one) =>
      one.kind === "file" &&
      one.target_path === path &&
      one.content_length === size &&
      one.metadata.fingerprint === fingerprint,
  );
  return left?.upload_id ?? null;
}

/** @throws ApiError what the control plane refuses, such as volume_quota_exceeded before a byte was sent */
export async function openUpload(api: NullspaceClient, wanted: Wanted): Promise<OpenedSession> {
  const known = await goOn(api, wanted);
  if (known !== null) return known;
  const left = await goOn(api, { ...wanted, uploadId: await findLeft(api, wanted) });
  if (left?.state === "open") return left;
  const { root, path, size, fingerprint } = wanted;
  const { session } = await uploadsOf(api, root).create({
    kind: "file",
    source_kind: "restartable_file",
    target_path: path,
    content_length: size,
    // Whether what is there may be replaced is said with the completion, when the person has decided.
    conflict: "merge",
    checksum_algorithm: "sha256",
    metadata: { fingerprint },
  });
  return { state: "open", grant: await uploadsOf(api, root).partGrant(session.upload_id) };
}
