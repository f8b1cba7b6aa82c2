import { ApiError } from "#lib/api/api-error.ts";

/**
 * What a page may throw so that its error page can name the request: of an error on the server, Next tells the browser only
 * the digest, and keeps one that is there.
 */
export const toldByDigest = (error: unknown): unknown =>
  error instanceof ApiError && error.requestId !== undefined
    ? Object.assign(error, { digest: error.requestId })
    : error;
