import type { EventPage, ListEventsQuery } from "../events.ts";
import type { CallOptions, Request } from "./request.ts";

export const events = (request: Request) => ({
  /** Newest first, a page at a time. */
  list: (query: Partial<ListEventsQuery> = {}, options?: CallOptions) =>
    request<EventPage>("GET", "/v1/activity", { ...options, query }),
});
