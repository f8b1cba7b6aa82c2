import { createRoute, z } from "@hono/zod-openapi";
import { WebhookId } from "#lib/api/ids.ts";
import {
  CreateWebhookInput,
  ListDeliveriesQuery,
  UpdateWebhookInput,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryPage,
} from "#lib/api/webhooks.ts";
import { createWebhook } from "../webhooks/create-webhook.ts";
import { deleteWebhook } from "../webhooks/delete-webhook.ts";
import { listWebhookDeliveries } from "../webhooks/list-webhook-deliveries.ts";
import { listWebhooks } from "../webhooks/list-webhooks.ts";
import { rotateWebhookSecret } from "../webhooks/rotate-webhook-secret.ts";
import { sendWebhookTest } from "../webhooks/send-webhook-test.ts";
import { updateWebhook } from "../webhooks/update-webhook.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = { ...teamRoute("Webhooks"), security: [{ accessToken: [] }] };
const params = z.object({ id: WebhookId });

const listWebhooksRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/webhooks",
  operationId: "listWebhooks",
  summary: "List the webhooks of the team",
  responses: { 200: answer(z.array(Webhook), "Newest first."), ...refusals() },
});

const createWebhookRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/webhooks",
  operationId: "createWebhook",
  summary: "Make a webhook",
  description: "What it is sent is signed by the Standard Webhooks rules (standardwebhooks.com).",
  request: body(CreateWebhookInput),
  responses: { 201: answer(Webhook, "With its secret, this once."), ...refusals("conflict") },
});

const updateWebhookRoute = createRoute({
  ...common,
  method: "patch",
  path: "/v1/webhooks/{id}",
  operationId: "updateWebhook",
  summary: "Change what a webhook is told of, turn it off or on",
  request: { params, ...body(UpdateWebhookInput) },
  responses: { 200: answer(Webhook, "As it is now."), ...refusals("not_found") },
});

const deleteWebhookRoute = createRoute({
  ...common,
  method: "delete",
  path: "/v1/webhooks/{id}",
  operationId: "deleteWebhook",
  summary: "Delete a webhook and its log",
  request: { params },
  responses: { 204: { description: "It is gone." }, ...refusals("not_found") },
});

const rotateWebhookSecretRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/webhooks/{id}/rotate",
  operationId: "rotateWebhookSecret",
  summary: "Give a webhook a new secret; the old one signs beside it for 24 hours",
  request: { params },
  responses: { 201: answer(Webhook, "With the new secret, this once."), ...refusals("not_found") },
});

const sendWebhookTestRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/webhooks/{id}/test",
  operationId: "sendWebhookTest",
  summary: "Send a test message, once",
  request: { params },
  responses: { 200: answer(WebhookDelivery, "How it went."), ...refusals("not_found") },
});

const listWebhookDeliveriesRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/webhooks/{id}/deliveries",
  operationId: "listWebhookDeliveries",
  summary: "List what a webhook was sent and how it went",
  request: { params, query: ListDeliveriesQuery },
  responses: { 200: answer(WebhookDeliveryPage, "Newest first."), ...refusals("not_found") },
});

export function registerWebhooks(app: App): void {
  app.openapi(listWebhooksRoute, async (c) => c.json(await listWebhooks(c.var.ctx), 200));
  app.openapi(createWebhookRoute, async (c) => c.json(await createWebhook(c.var.ctx, c.req.valid("json")), 201));
  app.openapi(updateWebhookRoute, async (c) =>
    c.json(await updateWebhook(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(deleteWebhookRoute, async (c) => {
    await deleteWebhook(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(rotateWebhookSecretRoute, async (c) =>
    c.json(await rotateWebhookSecret(c.var.ctx, c.req.valid("param").id), 201),
  );
  app.openapi(sendWebhookTestRoute, async (c) =>
    c.json(await sendWebhookTest(c.var.ctx, c.req.valid("param").id), 200),
  );
  app.openapi(listWebhookDeliveriesRoute, async (c) =>
    c.json(await listWebhookDeliveries(c.var.ctx, c.req.valid("param").id, c.req.valid("query")), 200),
  );
}
