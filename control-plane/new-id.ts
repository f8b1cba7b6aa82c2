import { randomBytes } from "node:crypto";
import type {
  AlertId,
  ApiKeyId,
  AttachmentId,
  InvitationId,
  SandboxId,
  SnapshotId,
  TeamId,
  TrashId,
  UploadId,
  VolumeId,
  WebhookId,
} from "#lib/api/ids.ts";

type Ids = {
  vol: VolumeId;
  team: TeamId;
  key: ApiKeyId;
  inv: InvitationId;
  trash: TrashId;
  sb: SandboxId;
  att: AttachmentId;
  snap: SnapshotId;
  hook: WebhookId;
  alert: AlertId;
  up: UploadId;
};

/** A new id that cannot be guessed: the prefix and 64 random bits. */
export function newId<P extends keyof Ids>(prefix: P): Ids[P] {
  // The pattern of every id schema in lib/api/ids.ts.
  return `${prefix}_${randomBytes(8).toString("hex")}` as Ids[P];
}
