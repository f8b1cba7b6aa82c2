import { createMiddleware } from "hono/factory";
import { ApiError } from "#lib/api/api-error.ts";
import { bearerOf } from "#lib/api/socket-protocol.ts";
import type { AppEnv } from "./app.ts";

const EXPOSED =
  "ETag, Content-Length, Content-Range, Content-Disposition, Accept-Ranges, Last-Modified, Retry-After, X-Nullspace-Cut, X-Request-Id";
const PREFLIGHT = {
  "access-control-allow-methods": "GET, HEAD, PUT, POST, PATCH, DELETE",
  "access-control-allow-headers":
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Range, Nullspace-Team, Range, X-Nullspace-Part-Sha256",
  "access-control-max-age": "7200",
};

/**
 * Lets pages of the dashboard's origins call and read; no cookie is ever looked at, so a page brings its right with it.
 * Headers are prepared, not set on a response, so that a handler that writes to the socket itself finds them too.
 * @throws ApiError forbidden for a WebSocket that a page of another origin opens: browsers ask nobody before they do
 */
export const allowOrigins = createMiddleware<AppEnv>(async (c, next) => {
  c.header("vary", "Origin");
  c.header("x-request-id", c.var.requestId);
  const origin = c.req.header("origin");
  const known = origin !== undefined && c.var.system.config.dashboardOrigins.includes(origin);
  if (known) {
    c.header("access-control-allow-origin", origin);
    c.header("access-control-expose-headers", EXPOSED);
  } else if (origin !== undefined && bearerOf(c.req.header("sec-websocket-protocol")) !== null)
    throw new ApiError("forbidden", "Pages of this origin may not open a WebSocket here.", {
      suggestedAction: "The operator can add the origin to NULLSPACE_DASHBOARD_ORIGINS.",
    });
  if (c.req.method !== "OPTIONS") return next();
  return c.body(null, 204, known ? PREFLIGHT : {});
});
