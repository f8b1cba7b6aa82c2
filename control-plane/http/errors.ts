import type { Hook } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { HTTPException } from "hono/http-exception";
import { ApiError } from "#lib/api/api-error.ts";
import type { ErrorBody } from "#lib/api/error-body.ts";
import type { ErrorStatus } from "#lib/api/error-codes.ts";
import type { AppEnv } from "./app.ts";

const AUTH_STATUSES: readonly ErrorStatus[] = [401, 403];

/** The one place that turns a refusal into a response. */
function errorResponse(c: HonoContext<AppEnv>, error: ApiError): Response {
  const facts = {
    retryable: error.retryable,
    suggested_action: error.suggestedAction ?? null,
    request_id: c.var.requestId,
    details: error.details,
  };
  const body: ErrorBody = {
    error: error.message,
    code: error.code,
    ...facts,
    error_detail: {
      code: error.code,
      message: error.message,
      phase: AUTH_STATUSES.includes(error.status) ? "auth" : "preflight",
      ...facts,
      // Null here makes the official client throw the whole answer away.
      suggested_action: error.suggestedAction ?? "",
    },
  };
  // What stands there now, where a precondition failed.
  if (typeof error.details.etag === "string") c.header("etag", error.details.etag);
  if (error.retryAfter !== undefined) c.header("retry-after", String(error.retryAfter));
  return c.json(body, error.status);
}

/** What a framework refuses by itself, in the contract's words. */
function translate(error: HTTPException): ApiError {
  if (error.status === 401) return new ApiError("unauthorized", error.message);
  if (error.status === 404) return new ApiError("not_found", error.message);
  if (error.status === 413) return new ApiError("file_upload_limit_exceeded", error.message);
  return new ApiError("invalid_request", error.message || "The request cannot be understood.");
}

export function respondToError(error: Error, c: HonoContext<AppEnv>): Response {
  if (error instanceof ApiError) return errorResponse(c, error);
  if (error instanceof HTTPException) return errorResponse(c, translate(error));
  c.var.system.log.error({ err: error, request_id: c.var.requestId }, "unexpected failure");
  return errorResponse(
    c,
    new ApiError("internal_error", "Something went wrong on our side. Nothing is known to be lost.", {
      suggestedAction: `Try again; if it stays, report the request id ${c.var.requestId}.`,
    }),
  );
}

export const respondToInvalidInput: Hook<unknown, AppEnv, string, unknown> = (result, c) => {
  if (result.success) return;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") || "body";
  return errorResponse(
    c,
    new ApiError("invalid_request", `${field}: ${issue?.message ?? "is not valid"}`, {
      details: { field, rule: issue?.message },
    }),
  );
};

export function respondToUnknownRoute(c: HonoContext<AppEnv>): Response {
  return errorResponse(
    c,
    new ApiError("not_found", `There is no ${c.req.method} ${c.req.path}.`, {
      suggestedAction: "See /docs for the routes.",
    }),
  );
}
