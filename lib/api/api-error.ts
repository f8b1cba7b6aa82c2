import { ERROR_CODES, type ErrorCode, type ErrorStatus } from "./error-codes.ts";

export type ErrorDetails = Record<string, unknown>;

type Options = {
  /** What the caller should do next, in one sentence. */
  suggestedAction?: string;
  /** Machine-readable facts, such as `{ used_bytes, cap_bytes, missing_bytes }`. */
  details?: ErrorDetails;
  /** Seconds for `Retry-After`. */
  retryAfter?: number;
  requestId?: string;
  cause?: unknown;
};

/**
 * An expected refusal. Verbs throw it, the HTTP layer turns it into a response, and the client turns the response back
 * into it. `message` is a sentence for people; `code` is stable for machines.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ErrorCode;
  readonly status: ErrorStatus;
  readonly retryable: boolean;
  readonly suggestedAction: string | undefined;
  readonly details: ErrorDetails;
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, message: string, options: Options = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = ERROR_CODES[code].status;
    this.retryable = ERROR_CODES[code].retryable;
    this.suggestedAction = options.suggestedAction;
    this.details = options.details ?? {};
    this.retryAfter = options.retryAfter;
    this.requestId = options.requestId;
  }
}
