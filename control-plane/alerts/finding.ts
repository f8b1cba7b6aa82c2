import type { AlertKind } from "#lib/api/alerts.ts";
import type { AttachmentId, SandboxId, VolumeId } from "#lib/api/ids.ts";

/** How one thing stands, as the tables say it. */
export type Finding = {
  /** Its id. */
  subject: string;
  subjectName: string;
  volumeId?: VolumeId;
  sandboxId?: SandboxId;
  attachmentId?: AttachmentId;
  /** Null when nothing is the matter. */
  wrong: { kind: AlertKind; message: string } | null;
  /** Told when its open alert is over. */
  over: string;
};
