import { queryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";

export const alertKeys = {
  all: ["alerts"] as const,
  open: ["alerts", "open"] as const,
  over: ["alerts", "over"] as const,
  overview: ["overview"] as const,
};

const OVER_SHOWN = 5;

/** What is wrong now; beside the newest, how many there are. */
export const openAlerts = (api: NullspaceClient) =>
  queryOptions({ queryKey: alertKeys.open, queryFn: ({ signal }) => api.alerts.list({ open: "true" }, { signal }) });

/** What was wrong last and is mended. */
export const overAlerts = (api: NullspaceClient) =>
  queryOptions({
    queryKey: alertKeys.over,
    queryFn: ({ signal }) => api.alerts.list({ open: "false", limit: OVER_SHOWN }, { signal }),
  });

/** How many attachments and sandboxes there are, by how they stand. */
export const overviewCounts = (api: NullspaceClient) =>
  queryOptions({ queryKey: alertKeys.overview, queryFn: ({ signal }) => api.alerts.overview({ signal }) });
