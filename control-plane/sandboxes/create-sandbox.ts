import { ApiError } from "#lib/api/api-error.ts";
import type { MountRequest } from "#lib/api/attachments.ts";
import { parseVolumePath } from "#lib/api/paths.ts";
import type { CreateSandboxInput, Sandbox } from "#lib/api/sandboxes.ts";
import { planAttachments } from "../attachments/plan-attachments.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import type { SandboxSettings } from "../db/schema.ts";
import { rememberRequest } from "../idempotency/remember-request.ts";
import { authorize } from "../identity/authorize.ts";
import { newId } from "../new-id.ts";
import { createdSandbox } from "./created-sandbox.ts";
import { lockSnapshot, requireHere } from "./find-snapshot.ts";
import { insertSandbox, requireRuntime } from "./insert-sandbox.ts";
import { DEFAULT_CWD } from "./make-working-directory.ts";
import type { SandboxCall } from "./settled-sandbox.ts";

const TEMPLATE = "base";
const DEFAULTS: SandboxSettings = {
  template: TEMPLATE,
  vcpus: 2,
  memoryMb: 512,
  diskMb: null,
  cwd: DEFAULT_CWD,
  envs: {},
  timeoutMs: null,
  timeoutAction: "destroy",
};

function requireTemplate({ template }: CreateSandboxInput): void {
  if (template != null && template !== TEMPLATE)
    throw new ApiError("template_not_found", `There is no template ${template}.`, {
      suggestedAction: `Use the template ${TEMPLATE}.`,
      details: { template, known: [TEMPLATE] },
    });
}

function parseCwd(text: string): string {
  const parsed = parseVolumePath(text);
  if (parsed.ok) return parsed.path;
  throw new ApiError("invalid_request", `cwd: ${parsed.problem}`, { details: { field: "cwd", rule: parsed.problem } });
}

function actionOf({ timeout_action, lifecycle }: CreateSandboxInput) {
  if (timeout_action != null) return timeout_action;
  return lifecycle == null ? null : lifecycle.on_timeout === "pause" ? "hibernate" : "destroy";
}

/** What was asked for, and where nothing was, what it is made from. */
function settingsOf(input: CreateSandboxInput, from: SandboxSettings): SandboxSettings {
  return {
    template: from.template,
    vcpus: input.vcpus ?? from.vcpus,
    memoryMb: input.memory_mb ?? from.memoryMb,
    diskMb: input.disk_mb ?? from.diskMb,
    cwd: input.cwd == null ? from.cwd : parseCwd(input.cwd),
    envs: { ...from.envs, ...input.envs },
    timeoutMs: input.timeout_ms ?? from.timeoutMs,
    timeoutAction: actionOf(input) ?? from.timeoutAction,
  };
}

type Origin = { settings: SandboxSettings; metadata: Record<string, unknown>; mounts: MountRequest[] };

async function originOf(tx: Queries, ctx: Context, input: CreateSandboxInput): Promise<Origin> {
  if (input.snapshot_id == null) return { settings: DEFAULTS, metadata: {}, mounts: [] };
  const snapshot = await lockSnapshot(tx, ctx, input.snapshot_id);
  requireHere(snapshot);
  return { settings: snapshot.config, metadata: snapshot.metadata, mounts: snapshot.mounts };
}

/** Those of the snapshot too; one that is asked for at the same path takes its place. */
const mountsOf = (input: CreateSandboxInput, stored: readonly MountRequest[]): MountRequest[] => {
  const asked = input.volumes ?? [];
  return [...stored.filter((mount) => !asked.some(({ mount_path }) => mount_path === mount.mount_path)), ...asked];
};

/**
 * Makes a sandbox from the template `base` or a snapshot and answers once it runs with every volume mounted. A mount that is
 * not possible refuses it before anything is made; one that fails in the end takes everything back.
 * @param call.idempotencyKey the same key and input answer the same sandbox again
 * @throws ApiError forbidden, invalid_request, template_not_found, snapshot_not_found, conflict, and what
 *   `planAttachments` and `performCreation` refuse
 */
export async function createSandbox(
  ctx: Context,
  input: CreateSandboxInput,
  call: SandboxCall & { idempotencyKey?: string | undefined } = {},
): Promise<Sandbox> {
  authorize(ctx, "sandboxes:write");
  requireRuntime(ctx.system);
  requireTemplate(input);
  const id = await ctx.transaction(async (tx) => {
    const own = newId("sb");
    const request = { key: call.idempotencyKey, operation: "create_sandbox", input, resourceId: own };
    const first = await rememberRequest(tx, ctx, request);
    if (first !== own) return first;
    const origin = await originOf(tx, ctx, input);
    const settings = settingsOf(input, origin.settings);
    await insertSandbox(tx, ctx, {
      id: own,
      settings,
      metadata: { ...origin.metadata, ...input.metadata },
      snapshotId: input.snapshot_id ?? null,
      planned: await planAttachments(tx, ctx, mountsOf(input, origin.mounts)),
      cause: "create",
    });
    return own;
  });
  return createdSandbox(ctx, id, call);
}
