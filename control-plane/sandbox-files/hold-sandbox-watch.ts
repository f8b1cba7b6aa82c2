import { ApiError } from "#lib/api/api-error.ts";
import { createPlaces } from "../events/create-places.ts";

/** Watches of one team's sandboxes on one replica: each reads its directory again and again. */
const MAX_WATCHES = 64;

/**
 * Takes a place for a watch of the files of a sandbox.
 * @returns how to give it back; a second call does nothing
 * @throws ApiError rate_limit_exceeded
 */
export const holdSandboxWatch = createPlaces(
  MAX_WATCHES,
  (max) =>
    new ApiError("rate_limit_exceeded", `This team watches ${max} places in its sandboxes already.`, {
      suggestedAction: "Close a watch that is not needed.",
      retryAfter: 30,
    }),
);
