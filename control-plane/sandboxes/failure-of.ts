import { ApiError } from "#lib/api/api-error.ts";
import type { System } from "../context.ts";
import type { SandboxRow } from "./find-sandbox.ts";
import type { Failure } from "./status.ts";

/** What people are told of an error that met a sandbox; one that nobody expected is logged. */
export function failureOf(system: System, row: SandboxRow, error: unknown): Failure {
  if (error instanceof ApiError) {
    const message = [error.message, error.suggestedAction].filter(Boolean).join(" ");
    return { code: error.code, message };
  }
  system.log.error({ err: error, sandbox_id: row.id }, "a sandbox could not be driven on");
  return {
    code: "internal_error",
    message: "Something went wrong on our side. Try again; the log of the control plane says more.",
  };
}
