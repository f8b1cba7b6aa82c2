import { ApiError, type ErrorDetails } from "#lib/api/api-error.ts";
import type { UploadReason } from "#lib/api/upload-reasons.ts";

type Facts = ErrorDetails & { suggestedAction?: string };

/** A refusal of a session, which the official client tells apart by its reason and takes for one only with the id. */
export function uploadRefusal(
  uploadId: string | undefined,
  reason: UploadReason,
  message: string,
  { suggestedAction, ...details }: Facts = {},
): ApiError {
  return new ApiError("file_upload_error", message, {
    ...(suggestedAction !== undefined && { suggestedAction }),
    details: { reason, ...(uploadId !== undefined && { upload_id: uploadId }), ...details },
  });
}
