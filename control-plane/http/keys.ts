import { createRoute, z } from "@hono/zod-openapi";
import { ApiKey, CreateApiKeyInput } from "#lib/api/identity.ts";
import { ApiKeyId } from "#lib/api/ids.ts";
import { createApiKey } from "../identity/create-api-key.ts";
import { listApiKeys } from "../identity/list-api-keys.ts";
import { revokeApiKey } from "../identity/revoke-api-key.ts";
import { rotateApiKey } from "../identity/rotate-api-key.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = { ...teamRoute("Keys"), security: [{ accessToken: [] }] };
const params = z.object({ id: ApiKeyId });

const listApiKeysRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/keys",
  operationId: "listApiKeys",
  summary: "List the API keys of the team",
  responses: { 200: answer(z.array(ApiKey), "Newest first."), ...refusals() },
});

const createApiKeyRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/keys",
  operationId: "createApiKey",
  summary: "Make an API key",
  request: body(CreateApiKeyInput),
  responses: { 201: answer(ApiKey, "With the whole key, this once."), ...refusals() },
});

const revokeApiKeyRoute = createRoute({
  ...common,
  method: "delete",
  path: "/v1/keys/{id}",
  operationId: "revokeApiKey",
  summary: "Revoke an API key",
  request: { params },
  responses: { 200: answer(z.object({ success: z.literal(true) }), "It holds no more."), ...refusals("not_found") },
});

const rotateApiKeyRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/keys/{id}/rotate",
  operationId: "rotateApiKey",
  summary: "Replace an API key; the old one holds for 24 hours more",
  request: { params },
  responses: { 201: answer(ApiKey, "The new key, this once."), ...refusals("not_found", "conflict") },
});

export function registerKeys(app: App): void {
  app.openapi(listApiKeysRoute, async (c) => c.json(await listApiKeys(c.var.ctx), 200));
  app.openapi(createApiKeyRoute, async (c) => c.json(await createApiKey(c.var.ctx, c.req.valid("json")), 201));
  app.openapi(revokeApiKeyRoute, async (c) => {
    await revokeApiKey(c.var.ctx, c.req.valid("param").id);
    return c.json({ success: true as const }, 200);
  });
  app.openapi(rotateApiKeyRoute, async (c) => c.json(await rotateApiKey(c.var.ctx, c.req.valid("param").id), 201));
}
