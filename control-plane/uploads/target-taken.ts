import { ApiError } from "#lib/api/api-error.ts";
import type { CompleteUploadInput } from "#lib/api/uploads.ts";
import type { UploadRow } from "./find-upload.ts";
import { uploadRefusal } from "./upload-refusal.ts";

export const hasConditions = ({ if_match, if_none_match }: CompleteUploadInput): boolean =>
  if_match !== undefined || if_none_match !== undefined;

/** What is in the way of an upload. */
export const targetTaken = (upload: UploadRow, path: string): ApiError =>
  uploadRefusal(upload.id, "target_conflict", `What is at ${path} is not to be replaced by this upload.`, {
    path,
    suggestedAction: "Move it away and complete the upload again, or begin an upload with another conflict.",
  });

/** Publishes a file; what is in its way is told as the session's own refusal, unless whoever completes it gave a condition. */
export async function tellingTaken(
  upload: UploadRow,
  input: CompleteUploadInput,
  publish: () => Promise<unknown>,
): Promise<void> {
  try {
    await publish();
  } catch (error) {
    const inTheWay = error instanceof ApiError && ["precondition_failed", "file_conflict"].includes(error.code);
    throw inTheWay && !hasConditions(input) ? targetTaken(upload, upload.targetPath) : error;
  }
}
