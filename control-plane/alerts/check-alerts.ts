import { and, eq, isNull, sql } from "drizzle-orm";
import type { TeamId } from "#lib/api/ids.ts";
import { type Context, type System, systemContext } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { alerts } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { newId } from "../new-id.ts";
import { enqueueDeliveries } from "../webhooks/enqueue-deliveries.ts";
import type { Finding } from "./finding.ts";
import { lookAtAttachments } from "./look-at-attachments.ts";
import { lookAtSandboxes } from "./look-at-sandboxes.ts";
import { lookAtVolumes } from "./look-at-volumes.ts";
import { lookAtWebhooks } from "./look-at-webhooks.ts";
import { type AlertRow, toAlert } from "./to-alert.ts";

/**
 * Looks at what the team has, raises an alert for each thing that is wrong and clears those that are over. Any number of
 * control planes may do it at once: the unique index on open alerts, and an update that finds its row still open, let one of
 * them tell of it.
 */
export async function checkAlerts(system: System, team: TeamId): Promise<void> {
  const ctx = systemContext(system, team);
  const stand = await system.database.queries
    .select()
    .from(alerts)
    .where(and(eq(alerts.teamId, team), isNull(alerts.clearedAt)));
  const kinds = new Map(stand.map(({ subject, kind }) => [subject, kind]));
  const findings: Finding[] = [];
  for (const look of [lookAtVolumes, lookAtAttachments, lookAtSandboxes, lookAtWebhooks])
    findings.push(...(await look(ctx, kinds)));
  const found = new Map(findings.map((finding) => [finding.subject, finding]));

  for (const alert of stand) {
    const finding = found.get(alert.subject);
    if (finding?.wrong?.kind === alert.kind) found.delete(alert.subject);
    else await ctx.transaction((tx) => clear(tx, ctx, alert, finding?.over ?? `${alert.subjectName} is gone.`));
  }
  for (const finding of found.values()) await ctx.transaction((tx) => raise(tx, ctx, finding));
}

const told = (type: "alert.raised" | "alert.cleared", alert: AlertRow, message: string) => ({
  type,
  ...(alert.volumeId !== null && { volume_id: alert.volumeId }),
  ...(alert.sandboxId !== null && { sandbox_id: alert.sandboxId }),
  ...(alert.attachmentId !== null && { attachment_id: alert.attachmentId }),
  data: { alert_id: alert.id, kind: alert.kind, message },
});

async function raise(tx: Queries, ctx: Context, { wrong, over: _over, ...about }: Finding): Promise<void> {
  if (wrong === null) return;
  const [alert] = await tx
    .insert(alerts)
    .values({ ...about, ...wrong, id: newId("alert"), teamId: ctx.team })
    .onConflictDoNothing()
    .returning();
  if (alert === undefined) return;
  await enqueueDeliveries(tx, ctx, "alert.raised", toAlert(alert));
  await appendEvents(tx, ctx, [told("alert.raised", alert, alert.message)]);
}

/** @param over why, in a sentence */
async function clear(tx: Queries, ctx: Context, { id }: AlertRow, over: string): Promise<void> {
  const [alert] = await tx
    .update(alerts)
    .set({ clearedAt: sql`clock_timestamp()` })
    .where(and(eq(alerts.teamId, ctx.team), eq(alerts.id, id), isNull(alerts.clearedAt)))
    .returning();
  if (alert === undefined) return;
  await enqueueDeliveries(tx, ctx, "alert.cleared", { ...toAlert(alert), message: over });
  await appendEvents(tx, ctx, [told("alert.cleared", alert, over)]);
}
