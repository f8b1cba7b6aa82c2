import { Bell, Box, Camera, File, HardDrive, KeyRound, Plug, Trash2, Users, Webhook } from "lucide-react";
import type { NullspaceEvent } from "#lib/api/events.ts";

/** The first word of a type: what the event is about. */
export type Family = NullspaceEvent["type"] extends `${infer Word}.${string}` ? Word : never;

const ICONS: Record<Family, typeof Bell> = {
  volume: HardDrive,
  file: File,
  trash: Trash2,
  attachment: Plug,
  sandbox: Box,
  snapshot: Camera,
  alert: Bell,
  webhook: Webhook,
  key: KeyRound,
  member: Users,
  team: Users,
};

export const FAMILIES: readonly { value: Family; label: string }[] = [
  { value: "volume", label: "Volumes" },
  { value: "file", label: "Files" },
  { value: "trash", label: "Trash" },
  { value: "attachment", label: "Attachments" },
  { value: "sandbox", label: "Sandboxes" },
  { value: "snapshot", label: "Snapshots" },
  { value: "alert", label: "Alerts" },
  { value: "webhook", label: "Webhooks" },
  { value: "key", label: "API keys" },
  { value: "member", label: "Members" },
  { value: "team", label: "Team" },
];

export function FamilyIcon({ type }: { type: NullspaceEvent["type"] }) {
  // A type begins with its family: that is what the name says.
  const Icon = ICONS[type.slice(0, type.indexOf(".")) as Family];
  return <Icon className="size-4 shrink-0 text-faint" aria-hidden="true" />;
}
