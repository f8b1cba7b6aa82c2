import { ApiError } from "#lib/api/api-error.ts";

/** `If-Match` and `If-None-Match` as they came. */
export type Preconditions = { ifMatch?: string | undefined; ifNoneMatch?: string | undefined };
/** What stands at the path: nothing, or something with the version that a regular file has. */
export type Current = { etag: string | null } | null;

const listed = (header: string, etag: string) => header.split(",").some((one) => one.trim() === etag);

const matches = (header: string, current: Current): boolean => {
  if (current === null) return false;
  return header.trim() === "*" || (current.etag !== null && listed(header, current.etag));
};

const failed = (sentence: string, current: Current) =>
  new ApiError("precondition_failed", sentence, {
    suggestedAction: "Read the current version and decide again.",
    details: { etag: current?.etag ?? null },
  });

/**
 * Holds what the caller believes about the path against what is there. Call it on the open descriptor, right before the act.
 * @throws ApiError precondition_failed, with the current `etag`
 */
export function checkPreconditions(given: Preconditions, current: Current): void {
  if (given.ifMatch !== undefined && !matches(given.ifMatch, current))
    throw failed(
      current === null ? "The file that this was meant for is gone." : "The file has changed since it was read.",
      current,
    );
  if (given.ifNoneMatch !== undefined && matches(given.ifNoneMatch, current))
    throw failed("There is a file under this name already.", current);
}
