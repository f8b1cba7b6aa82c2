import type { Scope } from "#lib/api/identity.ts";
import type { ApiKeyId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { apiKeys } from "../db/schema.ts";
import { nameOfCaller } from "../events/append-event.ts";
import { newId } from "../new-id.ts";
import { hashApiKey, prefixOf } from "./api-key.ts";
import type { ApiKeyRow } from "./to-api-key.ts";

type NewKey = { name: string; scope: Scope; expiresAt: Date | null; rotationParentId?: ApiKeyId };

/** Writes the row of a key; of the key itself only its hash and its prefix stay. */
export async function insertApiKey(tx: Queries, ctx: Context, key: string, given: NewKey): Promise<ApiKeyRow> {
  const [row] = await tx
    .insert(apiKeys)
    .values({
      ...given,
      id: newId("key"),
      teamId: ctx.team,
      prefix: prefixOf(key),
      keyHash: hashApiKey(key),
      createdBy: nameOfCaller(ctx.caller),
    })
    .returning();
  if (row === undefined) throw new Error("the new key returned no row");
  return row;
}
