import { ApiError } from "#lib/api/api-error.ts";
import type { ErrorCode } from "#lib/api/error-codes.ts";

/** A refusal in the form that travels from a server action to the screen. */
export type Failure = {
  code: ErrorCode;
  /** A sentence for people. */
  message: string;
  requestId: string | null;
  /** What to do next, in one sentence. */
  suggestedAction: string | null;
  details: Record<string, unknown>;
};

/** Whatever was thrown, as a refusal one can show. An unknown error tells nothing of itself. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError)
    return {
      code: error.code,
      message: error.message,
      requestId: error.requestId ?? null,
      suggestedAction: error.suggestedAction ?? null,
      details: error.details,
    };
  return {
    code: "internal_error",
    message: "The dashboard failed unexpectedly. What you see may not be the latest state.",
    requestId: null,
    suggestedAction: "Reload the page and try again.",
    details: {},
  };
}

/** The way back: a refusal as the error that query and mutation code expects. */
export const errorOf = (failure: Failure): ApiError =>
  new ApiError(failure.code, failure.message, {
    ...(failure.requestId ? { requestId: failure.requestId } : {}),
    ...(failure.suggestedAction ? { suggestedAction: failure.suggestedAction } : {}),
    details: failure.details,
  });

/** Whether the person must sign in again. */
export const isSignedOut = (failure: Pick<Failure, "code">): boolean =>
  failure.code === "unauthenticated" || failure.code === "unauthorized";
