import { z } from "@hono/zod-openapi";
import { AlertKind } from "./alerts.ts";
import { WebhookId } from "./ids.ts";

/** An address outside that is told of alerts as they are raised and cleared, signed by the Standard Webhooks rules. */
export const Webhook = z
  .object({
    id: WebhookId,
    url: z.string(),
    /** The kinds of alerts it is told of. */
    kinds: z.array(AlertKind),
    created_at: z.iso.datetime(),
    created_by: z.string(),
    last_success_at: z.iso.datetime().nullable(),
    enabled: z.boolean(),
    /** Why it was turned off, when nobody did it by hand. */
    disabled_reason: z.string().nullable(),
    /** Until when the secret before the newest one signs too; null when none does. */
    previous_secret_until: z.iso.datetime().nullable(),
    /** `whsec_…`; answered once, at creation and rotation. */
    secret: z.string().optional(),
  })
  .openapi("Webhook");
export type Webhook = z.infer<typeof Webhook>;

const Kinds = z
  .array(AlertKind)
  .min(1, "name at least one kind of alert")
  .transform((kinds) => [...new Set(kinds)]);

export const CreateWebhookInput = z
  .object({ url: z.url().max(2_000), kinds: Kinds.default(AlertKind.options) })
  .openapi("CreateWebhook");
export type CreateWebhookInput = z.infer<typeof CreateWebhookInput>;

export const UpdateWebhookInput = z
  .object({ kinds: Kinds.optional(), enabled: z.boolean().optional() })
  .openapi("UpdateWebhook");
export type UpdateWebhookInput = z.infer<typeof UpdateWebhookInput>;

const WebhookAttempt = z
  .object({
    attempt: z.int().positive(),
    at: z.iso.datetime(),
    duration_ms: z.int().nonnegative(),
    /** Null when no answer came. */
    status_code: z.int().nullable(),
    error: z.string().nullable(),
  })
  .openapi("WebhookAttempt");

export const WebhookDelivery = z
  .object({
    /** Also the header `webhook-id`: the same in every attempt. */
    id: z.string(),
    /** `alert.raised`, `alert.cleared` or `webhook.test`. */
    type: z.string(),
    status: z.enum(["pending", "delivered", "failed"]),
    created_at: z.iso.datetime(),
    /** When it is tried again; null when it is not. */
    next_attempt_at: z.iso.datetime().nullable(),
    /** In order. */
    attempts: z.array(WebhookAttempt),
  })
  .openapi("WebhookDelivery");
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const ListDeliveriesQuery = z.object({
  /** The `next_cursor` of the page before: only older ones. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
});
export type ListDeliveriesQuery = z.infer<typeof ListDeliveriesQuery>;

export const WebhookDeliveryPage = z
  .object({ deliveries: z.array(WebhookDelivery), next_cursor: z.string().nullable() })
  .openapi("WebhookDeliveryPage");
export type WebhookDeliveryPage = z.infer<typeof WebhookDeliveryPage>;
