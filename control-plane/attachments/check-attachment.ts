import { type SQL, sql } from "drizzle-orm";
import { KEPT_CHECKS } from "#lib/api/limits.ts";
import { type Context, type System, systemContext } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { attachments, healthChecks } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { HOST_SILENT } from "../hosts/silence.ts";
import { findSandbox } from "../sandboxes/find-sandbox.ts";
import { isMoving, SANDBOX_GONE } from "./attempt.ts";
import { type AttachmentRow, lockAttachment } from "./find-attachment.ts";
import { type Found, look } from "./look.ts";
import { checked } from "./measure.ts";
import { type Change, saveTransitions } from "./save-transitions.ts";
import { TRANSITIONS } from "./state.ts";

/** Notes what was found, unless the attachment went another way meanwhile. One statement, since it runs every few seconds. */
function noteCheck(row: AttachmentRow, found: Found): SQL {
  return sql`
    with saved as (
      update ${attachments} set health = ${JSON.stringify(found)}::text::jsonb || jsonb_build_object('at',
        to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      where id = ${row.id} and state = ${row.state} and lease_id is not distinct from ${row.leaseId}
      returning id, team_id, health
    ), noted as (
      insert into ${healthChecks} (attachment_id, team_id, at, healthy, code, message, options, latency_ms)
      select id, team_id, (health->>'at')::timestamptz, (health->>'healthy')::boolean, health->>'code',
        health->>'message', health->>'options', (health->>'latency_ms')::double precision
      from saved
      on conflict do nothing
    )
    delete from ${healthChecks} where attachment_id = ${row.id} and at <= (
      select at from ${healthChecks} where attachment_id = ${row.id} order by at desc offset ${KEPT_CHECKS - 1} limit 1)`;
}

/** What a look means for the state; null when it stays as it is. */
function changeFor(row: AttachmentRow, found: Found): Change | null {
  const failure = { code: found.code ?? "read_failed", message: found.message ?? "It cannot be read. Remount it." };
  if (found.healthy) return row.state === "mounted" ? null : { event: "succeed", cause: "health" };
  if (found.code === "sandbox_gone") {
    if (!("fail" in TRANSITIONS[row.state])) return null;
    return { event: "fail", cause: "health", failure: SANDBOX_GONE };
  }
  // What failed before has its reason already; this look only says that it still does. And nobody knows what became of a
  // mount on a machine that says nothing.
  if (row.state !== "mounted" || found.code === HOST_SILENT.code) return null;
  return { event: found.code === "mount_missing" ? "lose" : "fail", cause: "health", failure };
}

/** Saves what was found where it is news. */
async function tell(tx: Queries, ctx: Context, looked: AttachmentRow, found: Found): Promise<void> {
  const now = await lockAttachment(tx, ctx, { attachmentId: looked.id });
  if (now.state !== looked.state || now.leaseId !== looked.leaseId) return;
  if (found.code === "sandbox_gone") {
    const sandbox = await findSandbox(tx, ctx, now.sandboxId);
    if (isMoving(sandbox)) return;
  }
  const change = changeFor(now, found);
  const [after = now] = change === null ? [now] : await saveTransitions(tx, ctx, [now], change);
  await tx.execute(noteCheck(after, found));
  // Of the row that is locked: another control plane may have told the same meanwhile.
  const { health } = now;
  if (health?.healthy === found.healthy && health.code === found.code) return;
  await appendEvents(tx, ctx, [
    {
      type: "attachment.health_changed",
      volume_id: now.volumeId,
      sandbox_id: now.sandboxId,
      attachment_id: now.id,
      data: {
        mount_path: now.mountPath,
        healthy: found.healthy,
        error_code: found.code,
        error_message: found.message,
      },
    },
  ]);
}

/**
 * Looks at an attachment's mount and saves what was found: a broken one is `unmounted` or `failed` from then on, one that
 * is whole again `mounted`.
 * @param row in one of the states that are watched
 */
export async function checkAttachment(system: System, row: AttachmentRow): Promise<void> {
  const found = await look(system, row);
  checked(found);
  await saveFound(system, row, found);
}

/** Saves what was found out about a mount, and tells of it where it is news. @param row as it was looked at */
export async function saveFound(system: System, row: AttachmentRow, found: Found): Promise<void> {
  const ctx = systemContext(system, row.teamId);
  const same = row.health?.healthy === found.healthy && row.health.code === found.code;
  if (same && changeFor(row, found) === null) await system.database.queries.execute(noteCheck(row, found));
  else await ctx.transaction((tx) => tell(tx, ctx, row, found));
}
