import type { ApiError } from "./api-error.ts";
import type { ErrorBody } from "./error-body.ts";
import { isUploadReason, UPLOAD_REASONS } from "./upload-reasons.ts";

type Facts = { request_id: string; details: ApiError["details"] };

function detailOf(error: ApiError, facts: Facts): ErrorBody["error_detail"] {
  const { reason, upload_id, path, part_number } = error.details;
  if (error.code === "file_upload_error" && isUploadReason(reason))
    return {
      reason,
      message: error.message,
      retryable: UPLOAD_REASONS[reason].retryable,
      // The official client refuses null where it expects text.
      ...(typeof upload_id === "string" && { upload_id }),
      ...(typeof path === "string" && { path }),
      ...(typeof part_number === "number" && { part_number }),
      ...facts,
    };
  return {
    code: error.code,
    message: error.message,
    phase: error.status === 401 || error.status === 403 ? "auth" : "preflight",
    retryable: error.retryable,
    // Null here makes the official client throw the whole answer away.
    suggested_action: error.suggestedAction ?? "",
    ...facts,
  };
}

/** What a refusal says on the wire, whoever refuses: the control plane or the dashboard's gateway. */
export function errorBodyOf(error: ApiError, requestId: string): ErrorBody {
  const facts = { request_id: requestId, details: error.details };
  return {
    error: error.message,
    code: error.code,
    retryable: error.retryable,
    suggested_action: error.suggestedAction ?? null,
    ...facts,
    error_detail: detailOf(error, facts),
  };
}
