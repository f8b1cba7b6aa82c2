import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { WebhookId } from "#lib/api/ids.ts";

export const webhookKeys = {
  list: ["webhooks"] as const,
  deliveries: (id: WebhookId) => ["webhooks", id, "deliveries"] as const,
};

/** Deliveries are not told live: while someone looks at the log it is read again this often. */
const LOG_MS = 5_000;

export const webhookList = (api: NullspaceClient) =>
  queryOptions({ queryKey: webhookKeys.list, queryFn: ({ signal }) => api.webhooks.list({ signal }) });

/** What a webhook was sent, newest first. */
export const webhookDeliveries = (api: NullspaceClient, id: WebhookId) =>
  infiniteQueryOptions({
    queryKey: webhookKeys.deliveries(id),
    queryFn: ({ pageParam, signal }) =>
      api.webhooks.deliveries(id, pageParam === null ? {} : { before: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: LOG_MS,
  });
