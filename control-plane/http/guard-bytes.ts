import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./app.ts";

/** Bytes of a volume are hostile. Every answer says so, refusals and `304` too: they carry names that somebody chose. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
  "referrer-policy": "no-referrer",
  // The dashboard shows images and media in elements of its own pages, and its site may be another one. The grant is what
  // guards the bytes: a page that does not know the URL has nothing to embed.
  "cross-origin-resource-policy": "cross-origin",
  "cache-control": "private, no-store",
  "content-disposition": "attachment",
};

/**
 * Puts the headers of the signed routes on every answer below them. They are prepared, not set on a response, so that a
 * handler that writes to the socket itself finds them too.
 */
export const guardBytes = createMiddleware<AppEnv>(async (c, next) => {
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  return next();
});
