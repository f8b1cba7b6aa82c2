import type { UploadId } from "#lib/api/ids.ts";

/** An upload broke off, and can be gone on with. */
export class InterruptedUpload extends Error {
  readonly uploadId: UploadId;
  /** The line to go on with. */
  readonly command: string;

  /** @param cause why */
  constructor(uploadId: UploadId, command: string, cause: unknown) {
    super("The upload broke off.", { cause });
    this.uploadId = uploadId;
    this.command = command;
  }
}
