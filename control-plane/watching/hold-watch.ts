import { ApiError } from "#lib/api/api-error.ts";
import { createPlaces } from "../events/create-places.ts";

/** Watches of one team on one replica: they share one reader of its events, so each costs little more than its socket. */
const MAX_WATCHES = 2_000;

/**
 * Takes a place for a watch of the team.
 * @returns how to give it back; a second call does nothing
 * @throws ApiError rate_limit_exceeded
 */
export const holdWatch = createPlaces(
  MAX_WATCHES,
  (max) =>
    new ApiError("rate_limit_exceeded", `This team watches ${max} times already.`, {
      suggestedAction: "Close a watch that is not needed.",
      retryAfter: 30,
    }),
);
