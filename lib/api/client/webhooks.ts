import type { WebhookId } from "../ids.ts";
import type {
  CreateWebhookInput,
  UpdateWebhookInput,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryPage,
} from "../webhooks.ts";
import type { CallOptions, Request } from "./request.ts";

export const webhooks = (request: Request) => ({
  list: (options?: CallOptions) => request<Webhook[]>("GET", "/v1/webhooks", options),
  create: (input: CreateWebhookInput, options?: CallOptions) =>
    request<Webhook>("POST", "/v1/webhooks", { ...options, body: input }),
  update: (id: WebhookId, input: UpdateWebhookInput, options?: CallOptions) =>
    request<Webhook>("PATCH", `/v1/webhooks/${id}`, { ...options, body: input }),
  delete: (id: WebhookId, options?: CallOptions) => request<void>("DELETE", `/v1/webhooks/${id}`, options),
  /** A new secret; the old one signs beside it for 24 hours. */
  rotate: (id: WebhookId, options?: CallOptions) => request<Webhook>("POST", `/v1/webhooks/${id}/rotate`, options),
  test: (id: WebhookId, options?: CallOptions) => request<WebhookDelivery>("POST", `/v1/webhooks/${id}/test`, options),
  deliveries: (id: WebhookId, query: { before?: string } = {}, options?: CallOptions) =>
    request<WebhookDeliveryPage>("GET", `/v1/webhooks/${id}/deliveries`, { ...options, query }),
});
