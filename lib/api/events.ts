import { z } from "@hono/zod-openapi";
import { AttachmentState } from "./attachments.ts";
import { AlertId, AttachmentId, SandboxId, SnapshotId, VolumeId, WebhookId } from "./ids.ts";
import { SandboxStatus } from "./sandboxes.ts";

const Actor = z.object({
  kind: z.enum(["user", "api_key", "system"]),
  /** Email of a person, name of a key, or `system`. */
  name: z.string(),
});
export type Actor = z.infer<typeof Actor>;

const base = {
  /** The cursor for `Last-Event-ID`. */
  id: z.string(),
  at: z.iso.datetime(),
  actor: Actor,
};
const ofVolume = { ...base, volume_id: VolumeId };
const ofSandbox = { ...base, sandbox_id: SandboxId };
const ofAttachment = { ...ofVolume, sandbox_id: SandboxId, attachment_id: AttachmentId };
/** What led to a change of state, such as `attach`, `detach`, `remount`, `pause`, `health`, `recovery`. */
const cause = z.string();
/** Why a change of state went wrong; both null when it did not. */
const failure = { error_code: z.string().nullable(), error_message: z.string().nullable() };
/** How long the state before had lasted, in milliseconds. */
const duration_ms = z.int().nullable();

/** The volume's usage after the act, so that a screen follows it without asking. */
export const VolumeUsage = z.object({ used_bytes: z.int(), inode_count: z.int(), trash_bytes: z.int() });
export type VolumeUsage = z.infer<typeof VolumeUsage>;
/** Acts on files carry the usage; `file.changed` does not, since the disk is counted later: see `volume.usage_changed`. */
const usage = VolumeUsage.optional();

/**
 * What happened. One row each, also the audit trail.
 * `file.changed` is what the watcher found on the disk itself; the others are acts of the API.
 */
export const NullspaceEvent = z
  .discriminatedUnion("type", [
    z.object({ ...ofVolume, type: z.literal("volume.created"), data: z.object({ name: z.string() }) }),
    z.object({ ...ofVolume, type: z.literal("volume.deleted"), data: z.object({ name: z.string() }) }),
    z.object({
      ...ofVolume,
      type: z.literal("volume.usage_changed"),
      data: VolumeUsage,
    }),
    z.object({
      ...ofVolume,
      type: z.literal("volume.cap_changed"),
      /** The cap in force, in bytes. */
      data: z.object({ max_size_bytes: z.int().nullable() }),
    }),
    z.object({
      ...ofVolume,
      type: z.literal("file.written"),
      data: z.object({ path: z.string(), size: z.int(), etag: z.string(), created: z.boolean(), usage }),
    }),
    z.object({ ...ofVolume, type: z.literal("file.directory_made"), data: z.object({ path: z.string(), usage }) }),
    z.object({
      ...ofVolume,
      type: z.literal("file.moved"),
      data: z.object({ path: z.string(), to: z.string(), usage }),
    }),
    z.object({
      ...ofVolume,
      type: z.literal("file.copied"),
      data: z.object({ path: z.string(), to: z.string(), usage }),
    }),
    z.object({ ...ofVolume, type: z.literal("file.removed"), data: z.object({ path: z.string(), usage }) }),
    z.object({
      ...ofVolume,
      type: z.literal("file.trashed"),
      data: z.object({ path: z.string(), trash_id: z.string(), usage }),
    }),
    z.object({
      ...ofVolume,
      type: z.literal("file.restored"),
      data: z.object({ path: z.string(), trash_id: z.string(), usage }),
    }),
    z.object({
      ...ofVolume,
      type: z.literal("file.permissions_changed"),
      data: z.object({ path: z.string(), permissions: z.string() }),
    }),
    z.object({
      ...ofVolume,
      type: z.literal("trash.emptied"),
      data: z.object({ count: z.int(), freed_bytes: z.int(), usage }),
    }),
    z.object({
      ...ofVolume,
      type: z.literal("file.unpacked"),
      /** An archive became the directory `path` or was merged into it; `file.changed` beside it says to list that again. */
      data: z.object({ path: z.string(), file_count: z.int(), size: z.int(), usage }),
    }),
    z.object({
      ...ofVolume,
      type: z.literal("file.changed"),
      /** Names in `directory` that appeared, changed or went; `resync` when too many to tell: list it again. */
      data: z.object({
        directory: z.string(),
        changed: z.array(z.string()),
        /** Those of `changed` that were not there before. */
        created: z.array(z.string()).optional(),
        removed: z.array(z.string()),
        resync: z.boolean(),
      }),
    }),
    z.object({
      ...ofAttachment,
      type: z.literal("attachment.changed"),
      /** Every change of state, its first (`from` is null) too. */
      data: z.object({
        mount_path: z.string(),
        volume_name: z.string(),
        from: AttachmentState.nullable(),
        to: AttachmentState,
        cause,
        duration_ms,
        ...failure,
      }),
    }),
    z.object({
      ...ofAttachment,
      type: z.literal("attachment.health_changed"),
      /** A check found something else than the one before it. */
      data: z.object({ mount_path: z.string(), healthy: z.boolean(), ...failure }),
    }),
    z.object({
      ...ofSandbox,
      type: z.literal("sandbox.changed"),
      /** Every change of status, its first (`from` is null) too. */
      data: z.object({ from: SandboxStatus.nullable(), to: SandboxStatus, cause, duration_ms, ...failure }),
    }),
    z.object({
      ...ofSandbox,
      type: z.literal("sandbox.reach_changed"),
      /** When its machine was last heard from; null: it is back. */
      data: z.object({ unreachable_since: z.iso.datetime().nullable() }),
    }),
    z.object({
      ...ofSandbox,
      type: z.literal("sandbox.timeout_set"),
      data: z.object({ timeout_ms: z.int().nullable(), timeout_action: z.string() }),
    }),
    z.object({
      ...ofSandbox,
      type: z.literal("snapshot.created"),
      data: z.object({ snapshot_id: SnapshotId, size_bytes: z.int() }),
    }),
    z.object({ ...ofSandbox, type: z.literal("snapshot.deleted"), data: z.object({ snapshot_id: SnapshotId }) }),
    z.object({
      ...base,
      type: z.enum(["alert.raised", "alert.cleared"]),
      volume_id: VolumeId.optional(),
      sandbox_id: SandboxId.optional(),
      attachment_id: AttachmentId.optional(),
      data: z.object({ alert_id: AlertId, kind: z.string(), message: z.string() }),
    }),
    z.object({
      ...base,
      type: z.enum(["webhook.created", "webhook.changed", "webhook.deleted"]),
      data: z.object({ webhook_id: WebhookId, url: z.string() }),
    }),
    z.object({ ...base, type: z.literal("key.created"), data: z.object({ name: z.string(), prefix: z.string() }) }),
    z.object({ ...base, type: z.literal("key.revoked"), data: z.object({ name: z.string(), prefix: z.string() }) }),
    z.object({ ...base, type: z.literal("member.joined"), data: z.object({ email: z.string(), role: z.string() }) }),
    z.object({
      ...base,
      type: z.literal("member.role_changed"),
      data: z.object({ email: z.string(), role: z.string() }),
    }),
    z.object({ ...base, type: z.literal("member.removed"), data: z.object({ email: z.string() }) }),
    z.object({
      ...base,
      type: z.literal("member.invited"),
      data: z.object({ email: z.string().nullable(), role: z.string() }),
    }),
    z.object({ ...base, type: z.literal("team.renamed"), data: z.object({ name: z.string() }) }),
  ])
  .openapi("Event");
export type NullspaceEvent = z.infer<typeof NullspaceEvent>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event before it is stored: what happened and to what; the store adds id, time and actor. */
export type NewEvent = DistributiveOmit<NullspaceEvent, "id" | "at" | "actor">;

export const ListEventsQuery = z.object({
  volume: VolumeId.optional(),
  sandbox: SandboxId.optional(),
  attachment: AttachmentId.optional(),
  /** The first word of the types: `volume`, `file`, `attachment`, … */
  family: z
    .string()
    .regex(/^[a-z]+$/)
    .optional(),
  /** Exactly the name of an actor. */
  actor: z.string().optional(),
  /** Not before this time. */
  since: z.iso.datetime().optional(),
  /** Before this time. */
  until: z.iso.datetime().optional(),
  /** The `next_cursor` of the page before: only older events. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListEventsQuery = z.infer<typeof ListEventsQuery>;

export const EventPage = z
  .object({ events: z.array(NullspaceEvent), next_cursor: z.string().nullable() })
  .openapi("EventPage");
export type EventPage = z.infer<typeof EventPage>;
