"use server";

import { z } from "zod";
import { CreateApiKeyInput } from "#lib/api/identity.ts";
import { ApiKeyId } from "#lib/api/ids.ts";
import { adminAction } from "./action-client.ts";

/** Answers the whole key, this once. */
export const createKeyAction = adminAction
  .inputSchema(CreateApiKeyInput)
  .action(async ({ parsedInput, ctx }) => ctx.api.keys.create(parsedInput));

export const revokeKeyAction = adminAction
  .inputSchema(z.object({ id: ApiKeyId }))
  .action(async ({ parsedInput, ctx }) => ctx.api.keys.revoke(parsedInput.id));

/** Answers the new key, this once; the old one holds for 24 hours more. */
export const rotateKeyAction = adminAction
  .inputSchema(z.object({ id: ApiKeyId }))
  .action(async ({ parsedInput, ctx }) => ctx.api.keys.rotate(parsedInput.id));
