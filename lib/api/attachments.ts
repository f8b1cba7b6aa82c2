import { z } from "@hono/zod-openapi";
import { AttachmentId, SandboxId, VolumeId } from "./ids.ts";
import { MAX_ATTACHMENTS_PER_CALL } from "./limits.ts";

export const AttachmentState = z.enum([
  "requested",
  "mounting",
  "mounted",
  "paused",
  "remounting",
  "unmounted",
  "releasing",
  "released",
  "failed",
]);
export type AttachmentState = z.infer<typeof AttachmentState>;

/** What one look from inside the sandbox found. */
export const HealthCheck = z
  .object({
    at: z.iso.datetime(),
    healthy: z.boolean(),
    code: z.string().nullable(),
    message: z.string().nullable(),
    /** The mount's options as the kernel lists them inside: `rw,nosuid,nodev`. */
    options: z.string().nullable(),
    latency_ms: z.number().nonnegative().nullable(),
  })
  .openapi("HealthCheck");
export type HealthCheck = z.infer<typeof HealthCheck>;

const AllowedAction = z.object({ allowed: z.boolean(), reason: z.string().nullable() });

/** What the caller may do with an attachment now, and why not. */
const AttachmentActions = z.object({ detach: AllowedAction, remount: AllowedAction });

/** A process that keeps a mount busy, as the sandbox numbers it. */
const Holder = z.object({ pid: z.int(), command: z.string() });

export const VolumeAttachment = z
  .object({
    id: AttachmentId,
    volume_id: VolumeId,
    volume_name: z.string(),
    sandbox_id: SandboxId,
    mount_path: z.string(),
    subpath: z.string().nullable(),
    read_only: z.boolean(),
    state: AttachmentState,
    /** Since when the state is what it is. */
    state_since: z.iso.datetime(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    last_error_code: z.string().nullable(),
    last_error_message: z.string().nullable(),
    /** The newest check; null before the first one. */
    health: HealthCheck.nullable(),
    /** Who keeps the volume from being released; empty in any other state. */
    holders: z.array(Holder),
    /** Only when asked for with `include=actions`. */
    actions: AttachmentActions.optional(),
  })
  .openapi("VolumeAttachment");
export type VolumeAttachment = z.infer<typeof VolumeAttachment>;

/** One attachment with its last checks, newest first. */
export const AttachmentDetail = VolumeAttachment.extend({ checks: z.array(HealthCheck) }).openapi("AttachmentDetail");
export type AttachmentDetail = z.infer<typeof AttachmentDetail>;

/** Paths are parsed by the verb, since each has a refusal of its own. */
export const MountRequest = z
  .object({
    /** Exact name or id of a volume. */
    ref: z.string().trim().min(1),
    mount_path: z.string().min(1),
    subpath: z.string().min(1).nullable().optional(),
    read_only: z.boolean().nullable().optional(),
  })
  .openapi("MountRequest");
export type MountRequest = z.infer<typeof MountRequest>;

/** `wait=false`: answer at once with the state as it is, rather than when what was asked for is done. */
export const WaitQuery = z.object({ wait: z.enum(["true", "false"]).optional() });

/** Also what the caller may do with it, and why not. */
export const IncludeActionsQuery = z.object({ include: z.literal("actions").optional() });

export const AttachmentsInput = z
  .object({ ids: z.array(AttachmentId).min(1).max(MAX_ATTACHMENTS_PER_CALL) })
  .openapi("Attachments");
export type AttachmentsInput = z.infer<typeof AttachmentsInput>;

/** How each of many ended; every id is in one of the two. */
export const AttachmentsResult = z
  .object({
    succeeded: z.array(VolumeAttachment),
    failed: z.array(z.object({ id: AttachmentId, code: z.string(), message: z.string() })),
  })
  .openapi("AttachmentsResult");
export type AttachmentsResult = z.infer<typeof AttachmentsResult>;

export const ListAttachmentsQuery = z.object({
  volume: VolumeId.optional(),
  sandbox: SandboxId.optional(),
  /** Comma-separated states; without it every active one, so all but `released`. */
  state: z.string().optional(),
  include: z.literal("actions").optional(),
});
export type ListAttachmentsQuery = z.infer<typeof ListAttachmentsQuery>;
