import { CommanderError } from "commander";
import { ApiError } from "#lib/api/api-error.ts";
import { exitCodeOf } from "./exit-code.ts";
import { InterruptedUpload } from "./interrupted-upload.ts";
import { MissingKeyError } from "./missing-key-error.ts";
import { note, sayJson } from "./output.ts";
import { HOW } from "./resumable.ts";
import { UsageError } from "./usage-error.ts";

type Failure = {
  exit: number;
  code: string;
  message: string;
  hint: string | null;
  requestId: string | null;
  retryable: boolean | null;
};

const USAGE_HINT = "Run the command with --help to see its arguments.";

function failureOf(error: unknown): Failure {
  const nothing = { hint: null, requestId: null, retryable: null };
  if (error instanceof ApiError)
    return {
      exit: exitCodeOf(error.code),
      code: error.code,
      message: error.message,
      hint: error.suggestedAction ?? null,
      requestId: error.requestId ?? null,
      retryable: error.retryable,
    };
  if (error instanceof MissingKeyError)
    return { ...nothing, exit: 4, code: "missing_api_key", message: error.message, hint: error.hint };
  if (error instanceof UsageError || error instanceof CommanderError)
    return {
      ...nothing,
      exit: 2,
      code: "invalid_request",
      message: error.message.replace(/^error: /, ""),
      hint: USAGE_HINT,
    };
  const message = error instanceof Error ? error.message : String(error);
  return { ...nothing, exit: 1, code: "client_error", message };
}

/**
 * Says what went wrong: for people on stderr, with `json` as the contract's object on stdout.
 * @returns what the process should end with
 */
export function fail(error: unknown, options: { json: boolean }): number {
  const upload = error instanceof InterruptedUpload ? error : null;
  const { exit, code, message, hint, requestId, retryable } = failureOf(upload === null ? error : upload.cause);
  if (options.json)
    sayJson({
      error: {
        code,
        message,
        hint,
        doc_url: null,
        request_id: requestId,
        retryable,
        suggested_action: hint,
        ...(upload !== null && { upload_id: upload.uploadId, resume_command: upload.command }),
      },
    });
  else {
    note(message);
    if (hint !== null) note(hint);
    if (requestId !== null) note(`Request ID: ${requestId}`);
    if (upload !== null) note(`${HOW}${upload.command}`);
  }
  return exit;
}
