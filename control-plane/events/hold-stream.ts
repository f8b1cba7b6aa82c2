import { ApiError } from "#lib/api/api-error.ts";
import { createPlaces } from "./create-places.ts";

/** Streams of one team on one replica. A browser has one for all its tabs, so this is a hundred people, or a leak. */
const MAX_STREAMS = 100;

/**
 * Takes a place for an event stream of the team.
 * @returns how to give it back; a second call does nothing
 * @throws ApiError rate_limit_exceeded
 */
export const holdStream = createPlaces(
  MAX_STREAMS,
  (max) =>
    new ApiError("rate_limit_exceeded", `This team follows its events ${max} times already.`, {
      suggestedAction: "Close a stream that is not needed; one can serve many readers.",
      retryAfter: 30,
    }),
);
