import { lt, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { alerts, webhookDeliveries } from "../db/schema.ts";

/** Forgets alerts that were over, and deliveries that were made, more than `config.eventDays` ago. */
export async function pruneAlerts({ config, database }: System): Promise<void> {
  const kept = sql`now() - make_interval(days => ${config.eventDays})`;
  await database.queries.delete(alerts).where(lt(alerts.clearedAt, kept));
  await database.queries.delete(webhookDeliveries).where(lt(webhookDeliveries.createdAt, kept));
}
