import type { ApiError } from "./api-error.ts";
import type { ErrorBody } from "./error-body.ts";

/** What a refusal says on the wire, whoever refuses: the control plane or the dashboard's gateway. */
export function errorBodyOf(error: ApiError, requestId: string): ErrorBody {
  const facts = { retryable: error.retryable, request_id: requestId, details: error.details };
  return {
    error: error.message,
    code: error.code,
    ...facts,
    suggested_action: error.suggestedAction ?? null,
    error_detail: {
      code: error.code,
      message: error.message,
      phase: error.status === 401 || error.status === 403 ? "auth" : "preflight",
      ...facts,
      // Null here makes the official client throw the whole answer away.
      suggested_action: error.suggestedAction ?? "",
    },
  };
}
