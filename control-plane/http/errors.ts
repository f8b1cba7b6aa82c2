import type { Hook } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { HTTPException } from "hono/http-exception";
import { ApiError } from "#lib/api/api-error.ts";
import { errorBodyOf } from "#lib/api/error-body-of.ts";
import type { ErrorCode } from "#lib/api/error-codes.ts";
import type { AppEnv } from "./app.ts";

/** The one place that turns a refusal into a response. */
function errorResponse(c: HonoContext<AppEnv>, error: ApiError): Response {
  // What stands there now, where a precondition failed.
  if (typeof error.details.etag === "string") c.header("etag", error.details.etag);
  if (error.retryAfter !== undefined) c.header("retry-after", String(error.retryAfter));
  return c.json(errorBodyOf(error, c.var.requestId), error.status);
}

/** What a framework refuses by itself, in the contract's words. */
function translate(error: HTTPException): ApiError {
  if (error.status === 401) return new ApiError("unauthorized", error.message);
  if (error.status === 404) return new ApiError("not_found", error.message);
  if (error.status === 413) return new ApiError("file_upload_limit_exceeded", error.message);
  return new ApiError("invalid_request", error.message || "The request cannot be understood.");
}

/** What is said of an error; an unexpected one is logged. */
export function refusalOf(error: unknown, c: HonoContext<AppEnv>): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof HTTPException) return translate(error);
  c.var.system.log.error({ err: error, request_id: c.var.requestId }, "unexpected failure");
  return new ApiError("internal_error", "Something went wrong on our side. Nothing is known to be lost.", {
    suggestedAction: `Try again; if it stays, report the request id ${c.var.requestId}.`,
  });
}

export const respondToError = (error: Error, c: HonoContext<AppEnv>): Response => errorResponse(c, refusalOf(error, c));

/** What a path names that is no id at all: it is as absent as one that never was. */
const MISSING: [parameter: RegExp, code: ErrorCode][] = [
  [/\{attachment_id\}$|\/attachments\/\{id\}$/, "attachment_not_found"],
  [/\/volumes\/\{id\}$/, "volume_not_found"],
  [/\/sandboxes\/\{id\}$/, "sandbox_not_found"],
  [/\/snapshots\/\{id\}$/, "snapshot_not_found"],
];

/** @param field the parameter of the path that is malformed */
function missing(c: HonoContext<AppEnv>, field: string): ApiError | null {
  const route = c.req.routePath.replaceAll(/:(\w+)(\{[^}]*\})?/g, "{$1}");
  const upToField = route.slice(0, route.indexOf(`{${field}}`) + field.length + 2);
  const known = MISSING.find(([parameter]) => parameter.test(upToField));
  return known ? new ApiError(known[1], `There is no ${c.req.param(field)} in this team.`) : null;
}

export const respondToInvalidInput: Hook<unknown, AppEnv, string, unknown> = (result, c) => {
  if (result.success) return;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") || "body";
  const absent = result.target === "param" ? missing(c, field) : null;
  if (absent !== null) return errorResponse(c, absent);
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
