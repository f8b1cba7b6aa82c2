import { z } from "@hono/zod-openapi";
import { VolumeId } from "./ids.ts";

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
      type: z.literal("file.changed"),
      /** Names in `directory` that appeared, changed or went; `resync` when too many to tell: list it again. */
      data: z.object({
        directory: z.string(),
        changed: z.array(z.string()),
        removed: z.array(z.string()),
        resync: z.boolean(),
      }),
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
  /** The `next_cursor` of the page before: only older events. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListEventsQuery = z.infer<typeof ListEventsQuery>;

export const EventPage = z
  .object({ events: z.array(NullspaceEvent), next_cursor: z.string().nullable() })
  .openapi("EventPage");
export type EventPage = z.infer<typeof EventPage>;
