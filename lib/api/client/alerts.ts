import type { AlertPage, ListAlertsQuery } from "../alerts.ts";
import type { Overview } from "../overview.ts";
import type { CallOptions, Request } from "./request.ts";

export const alerts = (request: Request) => ({
  /** What is wrong and what was, newest first. */
  list: (query: Partial<ListAlertsQuery> = {}, options?: CallOptions) =>
    request<AlertPage>("GET", "/v1/alerts", { ...options, query }),
  overview: (options?: CallOptions) => request<Overview>("GET", "/v1/overview", options),
});
