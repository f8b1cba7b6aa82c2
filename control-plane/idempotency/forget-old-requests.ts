import { sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { idempotencyKeys } from "../db/schema.ts";

/** Clients give up long before that. */
const KEPT_HOURS = 24;

/** After a day an idempotency key may be used anew. */
export async function forgetOldRequests(system: System): Promise<void> {
  await system.database.queries
    .delete(idempotencyKeys)
    .where(sql`${idempotencyKeys.createdAt} < now() - make_interval(hours => ${KEPT_HOURS})`);
}
