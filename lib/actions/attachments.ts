"use server";

import { z } from "zod";
import { type AttachmentsResult, MountRequest } from "#lib/api/attachments.ts";
import { AttachmentId, SandboxId } from "#lib/api/ids.ts";
import { MAX_ATTACHMENTS_PER_CALL } from "#lib/api/limits.ts";
import { memberAction } from "./action-client.ts";

/** None of these waits for a mount: they answer how it stands, and events tell how it goes on. */
const AT_ONCE = { wait: false };
const One = z.object({ sandboxId: SandboxId, id: AttachmentId });
const Many = z.object({ ids: z.array(AttachmentId).min(1).max(MAX_ATTACHMENTS_PER_CALL) });

export const attachAction = memberAction
  .inputSchema(MountRequest.extend({ sandboxId: SandboxId }))
  .action(({ parsedInput: { sandboxId, ...mount }, ctx }) => ctx.api.attachments.attach(sandboxId, mount, AT_ONCE));

export const detachAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput: { sandboxId, id }, ctx }) => ctx.api.attachments.detach(sandboxId, id, AT_ONCE));

export const remountAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput: { sandboxId, id }, ctx }) => ctx.api.attachments.remount(sandboxId, id, AT_ONCE));

export const detachManyAction = memberAction
  .inputSchema(Many)
  .action(({ parsedInput, ctx }): Promise<AttachmentsResult> => ctx.api.attachments.detachMany(parsedInput, AT_ONCE));

export const remountManyAction = memberAction
  .inputSchema(Many)
  .action(({ parsedInput, ctx }): Promise<AttachmentsResult> => ctx.api.attachments.remountMany(parsedInput, AT_ONCE));

/** Looks from inside the sandbox now. */
export const checkAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput: { sandboxId, id }, ctx }) => ctx.api.attachments.check(sandboxId, id));
