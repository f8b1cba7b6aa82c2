"use server";

import { z } from "zod";
import { SandboxId, SnapshotId } from "#lib/api/ids.ts";
import { CreateSandboxInput, SetTimeoutInput } from "#lib/api/sandboxes.ts";
import { memberAction } from "./action-client.ts";

/** None of these waits for mounts or for files to be copied: events tell how it goes on. */
const AT_ONCE = { wait: false };
const One = z.object({ id: SandboxId });

export const createSandboxAction = memberAction
  .inputSchema(CreateSandboxInput)
  .action(({ parsedInput, ctx }) => ctx.api.sandboxes.create(parsedInput, AT_ONCE));

export const pauseSandboxAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput, ctx }) => ctx.api.sandboxes.pause(parsedInput.id, AT_ONCE));

export const hibernateSandboxAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput, ctx }) => ctx.api.sandboxes.hibernate(parsedInput.id, AT_ONCE));

export const resumeSandboxAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput, ctx }) => ctx.api.sandboxes.resume(parsedInput.id, AT_ONCE));

export const forkSandboxAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput, ctx }) => ctx.api.sandboxes.fork(parsedInput.id, AT_ONCE));

export const destroySandboxAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput, ctx }) => ctx.api.sandboxes.destroy(parsedInput.id, AT_ONCE));

export const setTimeoutAction = memberAction
  .inputSchema(One.extend(SetTimeoutInput.shape))
  .action(({ parsedInput: { id, ...input }, ctx }) => ctx.api.sandboxes.setTimeout(id, input));

export const snapshotSandboxAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput, ctx }) => ctx.api.sandboxes.snapshot(parsedInput.id));

export const deleteSnapshotAction = memberAction
  .inputSchema(z.object({ id: SnapshotId }))
  .action(({ parsedInput, ctx }) => ctx.api.sandboxes.deleteSnapshot(parsedInput.id));

/** The address of one terminal, good once and for a short time. */
export const openTerminalAction = memberAction
  .inputSchema(One)
  .action(({ parsedInput, ctx }) => ctx.api.sandboxes.openTerminal(parsedInput.id));
