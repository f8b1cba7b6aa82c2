import { z } from "@hono/zod-openapi";
import { MountRequest } from "./attachments.ts";
import { SandboxId, SnapshotId } from "./ids.ts";
import { MAX_ATTACHMENTS } from "./limits.ts";

export const SandboxStatus = z.enum(["creating", "running", "paused", "destroyed", "error"]);
export type SandboxStatus = z.infer<typeof SandboxStatus>;

/** How a paused sandbox is kept: `frozen` holds its processes, `hibernated` only its files. */
export const PauseKind = z.enum(["frozen", "hibernated"]);
export type PauseKind = z.infer<typeof PauseKind>;

/** A change in the making: what `status` says holds until it is done. */
export const SandboxOperation = z.enum(["pause", "resume", "hibernate", "snapshot", "destroy"]);
export type SandboxOperation = z.infer<typeof SandboxOperation>;

export const TimeoutAction = z.enum(["destroy", "hibernate"]);
export type TimeoutAction = z.infer<typeof TimeoutAction>;

const AllowedAction = z.object({ allowed: z.boolean(), reason: z.string().nullable() });
const SandboxActions = z.object({
  exec: AllowedAction,
  attach: AllowedAction,
  pause: AllowedAction,
  hibernate: AllowedAction,
  resume: AllowedAction,
  fork: AllowedAction,
  destroy: AllowedAction,
});
export type SandboxActions = z.infer<typeof SandboxActions>;

/** A mount as it was asked for at creation; the official client reads this list from `metadata`. */
const AttachmentInSandbox = z.looseObject({});

export const Sandbox = z
  .object({
    id: SandboxId,
    status: SandboxStatus,
    pause_kind: PauseKind.nullable(),
    operation: SandboxOperation.nullable(),
    config: z.object({ vcpus: z.int(), memory_mb: z.int(), disk_mb: z.int().nullable() }),
    template: z.string(),
    metadata: z.record(z.string(), z.unknown()),
    cwd: z.string(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    updated_at: z.iso.datetime(),
    timeout_ms: z.int().nullable(),
    timeout_at: z.iso.datetime().nullable(),
    timeout_action: TimeoutAction,
    expires_at: z.iso.datetime().nullable(),
    /** What a hibernated sandbox resumes from. */
    snapshot_id: SnapshotId.nullable(),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
    /** When its machine was last heard from; null while it is. What else is told of the sandbox is from then. */
    unreachable_since: z.iso.datetime().nullable(),
    /** Active attachments, in the order they were asked for. */
    volume_attachments: z.array(AttachmentInSandbox),
    /** Only when asked for with `include=actions`. */
    actions: SandboxActions.optional(),
  })
  .openapi("Sandbox");
export type Sandbox = z.infer<typeof Sandbox>;

const milliseconds = z
  .int()
  .min(1_000)
  .max(30 * 24 * 60 * 60 * 1000);
const Metadata = z.record(z.string().max(200), z.unknown());

export const CreateSandboxInput = z
  .object({
    template: z.string().nullable().optional(),
    /** In place of a template: the sandbox begins with the files, settings and mounts of the snapshot. */
    snapshot_id: SnapshotId.nullable().optional(),
    vcpus: z.int().min(1).max(64).nullable().optional(),
    memory_mb: z.int().min(16).max(1_048_576).nullable().optional(),
    disk_mb: z.int().min(1).nullable().optional(),
    timeout_ms: milliseconds.nullable().optional(),
    timeout_action: TimeoutAction.nullable().optional(),
    lifecycle: z
      .object({ on_timeout: z.enum(["destroy", "pause"]) })
      .nullable()
      .optional(),
    envs: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
      .nullable()
      .optional(),
    metadata: Metadata.nullable().optional(),
    cwd: z.string().nullable().optional(),
    volumes: z.array(MountRequest).max(MAX_ATTACHMENTS).nullable().optional(),
  })
  .openapi("CreateSandbox");
export type CreateSandboxInput = z.infer<typeof CreateSandboxInput>;

export const SetTimeoutInput = z
  .object({ timeout_ms: milliseconds, timeout_action: TimeoutAction.nullable().optional() })
  .openapi("SetTimeout");
export type SetTimeoutInput = z.infer<typeof SetTimeoutInput>;

export const Snapshot = z
  .object({
    id: SnapshotId,
    sandbox_id: SandboxId,
    size_bytes: z.int().nonnegative(),
    created_at: z.iso.datetime(),
    metadata: z.record(z.string(), z.unknown()),
  })
  .openapi("Snapshot");
export type Snapshot = z.infer<typeof Snapshot>;

export const ListSandboxesQuery = z.object({
  /** Comma-separated statuses; without it every one but `destroyed`. */
  state: z.string().optional(),
  template: z.string().optional(),
  /** A JSON object: only sandboxes whose metadata hold all of it. */
  metadata: z.string().optional(),
  /** With it the answer is a page in place of a bare array. */
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  /** The `next_token` of the page before. */
  next_token: z.string().optional(),
});
export type ListSandboxesQuery = z.infer<typeof ListSandboxesQuery>;

export const ListSnapshotsQuery = z.object({
  sandbox_id: SandboxId.optional(),
  /** A JSON object: only snapshots whose metadata hold all of it. */
  metadata: z.string().optional(),
});
export type ListSnapshotsQuery = z.infer<typeof ListSnapshotsQuery>;

/** What a sandbox uses now. No field more: the official client refuses what it does not know. */
export const SandboxMetrics = z
  .object({
    timestamp: z.iso.datetime(),
    /** Of one CPU, since the sandbox began to run. */
    cpu_percent: z.number(),
    cpu_count: z.int(),
    mem_used_bytes: z.int(),
    mem_total_bytes: z.int(),
    disk_used_bytes: z.int(),
    disk_total_bytes: z.int(),
  })
  .openapi("SandboxMetrics");
export type SandboxMetrics = z.infer<typeof SandboxMetrics>;

export const TerminalTicket = z
  .object({
    /** Opens one terminal, once, within a minute. */
    token: z.string(),
    /** The address of that terminal's WebSocket, token included. */
    url: z.string(),
  })
  .openapi("TerminalTicket");
export type TerminalTicket = z.infer<typeof TerminalTicket>;

/** What a terminal's client may say in text frames; binary ones are what is typed. */
export const TerminalMessage = z.object({
  type: z.literal("resize"),
  columns: z.int().min(1).max(1000),
  rows: z.int().min(1).max(1000),
});

/** Every field of a sandbox, for `fields`. */
export const SANDBOX_FIELDS = Object.keys(Sandbox.shape);

/** What the deployment can do, for the screens to say once what is missing. */
export const RuntimeInfo = z
  .object({
    available: z.boolean(),
    /** Why sandboxes cannot run here; null when they can. */
    reason: z.string().nullable(),
    rootless: z.boolean(),
    /** Which limits hold. Where `disk` does not, `disk_mb` of a sandbox is kept and told, and nothing more. */
    limits: z.object({ memory: z.boolean(), processes: z.boolean(), disk: z.boolean() }),
    seccomp: z.boolean(),
    /** Which store keeps new volumes. */
    store: z.enum(["directory", "image"]),
  })
  .openapi("RuntimeInfo");
export type RuntimeInfo = z.infer<typeof RuntimeInfo>;
