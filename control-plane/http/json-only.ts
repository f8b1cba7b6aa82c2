import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { ApiError } from "#lib/api/api-error.ts";
import type { AppEnv } from "./app.ts";

/** The routes that carry the bytes of files: they check type and length themselves, and stream. */
const BYTES = /\/file$|\/files\/batch-write$|\/part$|\/parts\/\d+$/;
const JSON_TYPE = /^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i;
/** A file's content in base64 or with escapes takes more room than its bytes; the verb has the exact limit. */
const bodyBytes = (maxInlineBytes: number) => 2 * maxInlineBytes + 1024 * 1024;

const carriesBody = (request: Request) =>
  request.method !== "GET" &&
  request.method !== "HEAD" &&
  (Number(request.headers.get("content-length") ?? 0) > 0 || request.headers.has("transfer-encoding"));

/**
 * Takes JSON bodies alone, of a bounded size, except where bytes travel.
 * @throws ApiError invalid_request, file_upload_limit_exceeded
 */
export const jsonOnly = createMiddleware<AppEnv>(async (c, next) => {
  if (!carriesBody(c.req.raw) || BYTES.test(c.req.path)) return next();
  const type = c.req.header("content-type");
  if (type === undefined || !JSON_TYPE.test(type))
    throw new ApiError("invalid_request", `Content-Type: must be application/json, not ${type ?? "absent"}.`, {
      details: { field: "Content-Type", rule: "must be application/json" },
    });
  const { maxInlineBytes } = c.var.system.config;
  const limit = bodyLimit({
    maxSize: bodyBytes(maxInlineBytes),
    onError: () => {
      throw new ApiError("file_upload_limit_exceeded", "The JSON body is too large.", {
        suggestedAction: `Send files over ${maxInlineBytes} bytes by an upload grant: POST /v1/volumes/{id}/files/upload-grants.`,
        details: { max_inline_bytes: maxInlineBytes },
      });
    },
  });
  return limit(c, next);
});
