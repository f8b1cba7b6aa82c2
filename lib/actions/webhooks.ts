"use server";

import { z } from "zod";
import { WebhookId } from "#lib/api/ids.ts";
import { CreateWebhookInput, UpdateWebhookInput } from "#lib/api/webhooks.ts";
import { adminAction } from "./action-client.ts";

const One = z.object({ id: WebhookId });

/** Answers its secret, this once. */
export const createWebhookAction = adminAction
  .inputSchema(CreateWebhookInput)
  .action(async ({ parsedInput, ctx }) => ctx.api.webhooks.create(parsedInput));

export const updateWebhookAction = adminAction
  .inputSchema(UpdateWebhookInput.extend({ id: WebhookId }))
  .action(async ({ parsedInput: { id, ...change }, ctx }) => ctx.api.webhooks.update(id, change));

export const deleteWebhookAction = adminAction
  .inputSchema(One)
  .action(async ({ parsedInput, ctx }) => ctx.api.webhooks.delete(parsedInput.id));

/** Answers the new secret, this once; the old one signs beside it for 24 hours. */
export const rotateWebhookAction = adminAction
  .inputSchema(One)
  .action(async ({ parsedInput, ctx }) => ctx.api.webhooks.rotate(parsedInput.id));

/** Answers how it went. */
export const testWebhookAction = adminAction
  .inputSchema(One)
  .action(async ({ parsedInput, ctx }) => ctx.api.webhooks.test(parsedInput.id));
