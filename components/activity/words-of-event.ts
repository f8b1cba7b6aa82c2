import { formatBytes } from "#components/ui/format-bytes.ts";
import { formatDuration } from "#components/ui/format-duration.ts";
import type { NullspaceEvent } from "#lib/api/events.ts";
import type { AttachmentId, SandboxId, VolumeId } from "#lib/api/ids.ts";

/** A piece of a sentence: words, something that has a page, or something written as it is. */
export type Part =
  | string
  | { volume: VolumeId; name?: string }
  | { sandbox: SandboxId }
  | { attachment: AttachmentId; volume: VolumeId; path: string }
  | { file: string; volume: VolumeId }
  | { code: string };

type Type = NullspaceEvent["type"];
/** The event of a type, also where several types share one shape. */
export type EventOf<T extends Type> = NullspaceEvent extends infer E
  ? E extends { type: infer Own }
    ? T extends Own
      ? E
      : never
    : never
  : never;

const fileOf = (event: { volume_id: VolumeId; data: { path: string } }): Part => ({
  file: event.data.path,
  volume: event.volume_id,
});
const volumeOf = ({ volume_id }: { volume_id: VolumeId }): Part => ({ volume: volume_id });
const count = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

const MOUNT_VERBS: Record<EventOf<"attachment.changed">["data"]["to"], string> = {
  requested: "asked to mount",
  mounting: "began to mount",
  mounted: "mounted",
  paused: "paused the mount of",
  remounting: "began to remount",
  unmounted: "found unmounted",
  releasing: "began to detach",
  released: "detached",
  failed: "could not mount",
};
/** What works and breaks is lost; what never did could not be made. */
const mountVerb = ({ data: { from, to } }: EventOf<"attachment.changed">): string =>
  to === "failed" && from === "mounted" ? "lost the mount of" : MOUNT_VERBS[to];

function sandboxVerb({ data: { from, to, cause } }: EventOf<"sandbox.changed">): string {
  switch (to) {
    case "creating":
      return "began to create";
    case "running":
      return from === "paused" ? "resumed" : "started";
    case "paused":
      return cause === "hibernate" ? "hibernated" : "paused";
    case "destroyed":
      return "destroyed";
    case "error":
      return "lost";
  }
}

/** What each type says, after who did it: `founder@example.com` + `created the volume team-data`. */
const WORDS: { [T in Type]: (event: EventOf<T>) => readonly Part[] } = {
  "volume.created": (event) => ["created the volume ", { volume: event.volume_id, name: event.data.name }],
  "volume.deleted": (event) => ["deleted the volume ", { code: event.data.name }],
  "volume.usage_changed": (event) => ["counted ", volumeOf(event), `: it holds ${formatBytes(event.data.used_bytes)}`],
  "volume.cap_changed": (event) => [
    "set the cap of ",
    volumeOf(event),
    event.data.max_size_bytes === null ? " to the default" : ` to ${formatBytes(event.data.max_size_bytes)}`,
  ],
  "file.written": (event) => [event.data.created ? "created " : "wrote ", fileOf(event), " in ", volumeOf(event)],
  "file.directory_made": (event) => ["made the folder ", fileOf(event), " in ", volumeOf(event)],
  "file.moved": (event) => [
    "moved ",
    { code: event.data.path },
    " to ",
    { file: event.data.to, volume: event.volume_id },
    " in ",
    volumeOf(event),
  ],
  "file.copied": (event) => [
    "copied ",
    fileOf(event),
    " to ",
    { file: event.data.to, volume: event.volume_id },
    " in ",
    volumeOf(event),
  ],
  "file.removed": (event) => ["deleted ", { code: event.data.path }, " in ", volumeOf(event), " for good"],
  "file.trashed": (event) => ["moved ", { code: event.data.path }, " in ", volumeOf(event), " to the trash"],
  "file.restored": (event) => ["restored ", fileOf(event), " in ", volumeOf(event)],
  "file.unpacked": (event) => [
    `unpacked ${count(event.data.file_count, "file", "files")} into `,
    fileOf(event),
    " in ",
    volumeOf(event),
  ],
  "file.permissions_changed": (event) => [
    "set the permissions of ",
    fileOf(event),
    " in ",
    volumeOf(event),
    ` to ${event.data.permissions}`,
  ],
  "trash.emptied": (event) => [
    `emptied the trash of `,
    volumeOf(event),
    `: ${count(event.data.count, "entry", "entries")}`,
  ],
  "file.changed": (event) => [
    "saw ",
    event.data.resync ? "many names" : count(event.data.changed.length + event.data.removed.length, "name", "names"),
    " change on the disk in ",
    { file: event.data.directory || "/", volume: event.volume_id },
    " of ",
    volumeOf(event),
  ],
  "attachment.changed": (event) => [
    `${mountVerb(event)} `,
    { volume: event.volume_id, name: event.data.volume_name },
    " at ",
    { attachment: event.attachment_id, volume: event.volume_id, path: event.data.mount_path },
    " in ",
    { sandbox: event.sandbox_id },
  ],
  "attachment.health_changed": (event) => [
    "found ",
    volumeOf(event),
    " at ",
    { attachment: event.attachment_id, volume: event.volume_id, path: event.data.mount_path },
    " in ",
    { sandbox: event.sandbox_id },
    event.data.healthy ? " healthy" : " not working",
  ],
  "sandbox.changed": (event) => [`${sandboxVerb(event)} the sandbox `, { sandbox: event.sandbox_id }],
  "sandbox.reach_changed": (event) => [
    event.data.unreachable_since === null ? "heard again from the machine of " : "heard no more from the machine of ",
    { sandbox: event.sandbox_id },
  ],
  "sandbox.timeout_set": (event) => [
    event.data.timeout_ms === null ? "took away the timeout of " : "set the timeout of ",
    { sandbox: event.sandbox_id },
    event.data.timeout_ms === null
      ? ""
      : ` to ${formatDuration(event.data.timeout_ms)}, then ${event.data.timeout_action}`,
  ],
  "snapshot.created": (event) => [
    "took a snapshot of ",
    { sandbox: event.sandbox_id },
    ` (${formatBytes(event.data.size_bytes)})`,
  ],
  "snapshot.deleted": (event) => ["deleted a snapshot of ", { sandbox: event.sandbox_id }],
  "alert.raised": (event) => ["raised an alert: ", event.data.message],
  "alert.cleared": (event) => ["cleared an alert: ", event.data.message],
  "webhook.created": (event) => ["made a webhook to ", { code: event.data.url }],
  "webhook.changed": (event) => ["changed the webhook to ", { code: event.data.url }],
  "webhook.deleted": (event) => ["deleted the webhook to ", { code: event.data.url }],
  "key.created": (event) => ["made the API key ", { code: event.data.name }, ` (${event.data.prefix}…)`],
  "key.revoked": (event) => ["revoked the API key ", { code: event.data.name }, ` (${event.data.prefix}…)`],
  // Who made the team, or took an invitation, joined by their own hand.
  "member.joined": (event) =>
    event.actor.name === event.data.email
      ? [`joined the team as ${event.data.role}`]
      : ["let ", { code: event.data.email }, ` join the team as ${event.data.role}`],
  "member.role_changed": (event) => ["made ", { code: event.data.email }, ` ${event.data.role}`],
  "member.removed": (event) => ["removed ", { code: event.data.email }, " from the team"],
  "member.invited": (event) => [
    "invited ",
    event.data.email === null ? "whoever has the link" : { code: event.data.email },
    ` as ${event.data.role}`,
  ],
  "team.renamed": (event) => ["renamed the team to ", { code: event.data.name }],
};

/** The event as a sentence without its subject. */
export function wordsOfEvent<T extends Type>(event: EventOf<T> & { type: T }): readonly Part[] {
  // The table has for each type a function of that very type's event; indexing it by a union loses that.
  return (WORDS[event.type] as (event: EventOf<T>) => readonly Part[])(event);
}
