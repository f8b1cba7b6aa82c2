import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { idempotencyKeys } from "../db/schema.ts";

type KeyedRequest<Id extends string> = {
  /** The `Idempotency-Key` of the request; without one every request is new. */
  key: string | undefined;
  /** The verb. */
  operation: string;
  /** All that was asked for; compared by its JSON. */
  input: unknown;
  /** What this request is about to make. */
  resourceId: Id;
};

/**
 * Ties an idempotency key to what its first request makes, in the transaction that makes it: both are there, or neither.
 * Of two at once the second waits here for the first.
 * @returns what the first request with this key made; `resourceId` itself when this is the first
 * @throws ApiError conflict when the key came with another request
 */
export async function rememberRequest<Id extends string>(
  tx: Queries,
  ctx: Context,
  { key, operation, input, resourceId }: KeyedRequest<Id>,
): Promise<Id> {
  if (key === undefined) return resourceId;
  const inputHash = createHash("sha256").update(JSON.stringify(input)).digest();
  const inserted = await tx
    .insert(idempotencyKeys)
    .values({ teamId: ctx.team, key, operation, inputHash, resourceId })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (inserted.length > 0) return resourceId;
  const [first] = await tx
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.teamId, ctx.team), eq(idempotencyKeys.key, key)));
  if (first?.operation !== operation || first.resourceId === null || !inputHash.equals(first.inputHash))
    throw new ApiError("conflict", "This Idempotency-Key was used for another request.", {
      suggestedAction: "Use a new key for a new request.",
      details: { field: "Idempotency-Key" },
    });
  // The same verb wrote it.
  return first.resourceId as Id;
}
