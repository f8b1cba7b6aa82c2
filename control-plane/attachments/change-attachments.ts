import { and, asc, eq, inArray } from "drizzle-orm";
import type { AttachmentState } from "#lib/api/attachments.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { attachments } from "../db/schema.ts";
import { attachmentColumns } from "./find-attachment.ts";
import { saveTransitions } from "./save-transitions.ts";
import { type AttachmentEvent, TRANSITIONS } from "./state.ts";

// What a change of a sandbox does to all of its attachments, in the transaction of that change, with the sandbox's row
// locked. Each appends events: call it last.

async function change(tx: Queries, ctx: Context, sandbox: SandboxId, event: AttachmentEvent, cause: string) {
  const states = (Object.keys(TRANSITIONS) as AttachmentState[]).filter((state) => event in TRANSITIONS[state]);
  const rows = await tx
    .select(attachmentColumns)
    .from(attachments)
    .where(
      and(eq(attachments.teamId, ctx.team), eq(attachments.sandboxId, sandbox), inArray(attachments.state, states)),
    )
    .orderBy(asc(attachments.position))
    .for("update");
  await saveTransitions(tx, ctx, rows, { event, cause });
}

/** The sandbox stands still or is put away: what has or wants a mount waits, without a lease. */
export const pauseAttachments = (tx: Queries, ctx: Context, sandbox: SandboxId, cause: string): Promise<void> =>
  change(tx, ctx, sandbox, "pause", cause);

/** What waited is wanted again. Where a mount still stands, the driver looks at it before it counts as one. */
export const resumeAttachments = (tx: Queries, ctx: Context, sandbox: SandboxId, cause: string): Promise<void> =>
  change(tx, ctx, sandbox, "resume", cause);

/** Nothing of what is let go can be reached any more, since its sandbox is not there. */
export const finishAttachments = (tx: Queries, ctx: Context, sandbox: SandboxId, cause: string): Promise<void> =>
  change(tx, ctx, sandbox, "finish", cause);

/** The sandbox goes: everything is let go. It is `released` once the runtime has stopped the sandbox. */
export const releaseAttachments = (tx: Queries, ctx: Context, sandbox: SandboxId, cause: string): Promise<void> =>
  change(tx, ctx, sandbox, "release", cause);
