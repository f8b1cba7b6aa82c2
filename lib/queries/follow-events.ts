import type { QueryClient } from "@tanstack/react-query";
import type { VolumeUsage } from "#lib/api/events.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { alertKeys } from "./alerts.ts";
import { followAttachment, followSandbox } from "./follow-sandboxes.ts";
import type { LiveMessage } from "./live-channel.ts";
import { refetchSoon } from "./refetch-soon.ts";
import { sandboxKeys } from "./sandboxes.ts";
import { teamKeys } from "./team.ts";
import { volumeKeys } from "./volumes.ts";
import { webhookKeys } from "./webhooks.ts";

function patchUsage(cache: QueryClient, id: VolumeId, usage: VolumeUsage): void {
  const patch = (volume: Volume): Volume => (volume.id === id ? { ...volume, ...usage } : volume);
  cache.setQueryData<Volume[]>(volumeKeys.list, (volumes) => volumes?.map(patch));
  cache.setQueryData<Volume>(volumeKeys.one(id), (volume) => volume && patch(volume));
}

const refetch = (cache: QueryClient, queryKey: readonly unknown[]) =>
  void cache.invalidateQueries({ queryKey, exact: true });

/** Keeps what the cache knows of volumes, sandboxes and the team in step with what happened. Files follow in their own room. */
export function followEvent(cache: QueryClient, message: LiveMessage): void {
  switch (message.type) {
    case "resync":
      refetch(cache, volumeKeys.list);
      for (const volume of cache.getQueryData<Volume[]>(volumeKeys.list) ?? [])
        refetch(cache, volumeKeys.one(volume.id));
      for (const room of ["team", "sandboxes", "attachments", "runtime", "alerts", "overview", "webhooks"])
        void cache.invalidateQueries({ queryKey: [room] });
      return;
    case "volume.created":
      refetch(cache, volumeKeys.list);
      return;
    case "volume.deleted":
      cache.setQueryData<Volume[]>(volumeKeys.list, (volumes) => volumes?.filter(({ id }) => id !== message.volume_id));
      // Asked again, a page of it says that it is gone.
      refetch(cache, volumeKeys.one(message.volume_id));
      return;
    case "volume.cap_changed":
      refetch(cache, volumeKeys.list);
      refetch(cache, volumeKeys.one(message.volume_id));
      return;
    case "volume.usage_changed":
      patchUsage(cache, message.volume_id, message.data);
      return;
    case "attachment.changed":
    case "attachment.health_changed":
      followAttachment(cache, message);
      refetchSoon(cache, alertKeys.overview);
      return;
    case "sandbox.changed":
      followSandbox(cache, message);
      refetchSoon(cache, alertKeys.overview);
      return;
    case "sandbox.reach_changed":
      refetchSoon(cache, alertKeys.overview);
      refetchSoon(cache, sandboxKeys.list);
      refetchSoon(cache, sandboxKeys.one(message.sandbox_id));
      return;
    case "sandbox.timeout_set":
      refetchSoon(cache, sandboxKeys.list);
      refetchSoon(cache, sandboxKeys.one(message.sandbox_id));
      return;
    case "snapshot.created":
    case "snapshot.deleted":
      refetchSoon(cache, sandboxKeys.snapshots(message.sandbox_id));
      return;
    case "alert.raised":
    case "alert.cleared":
      refetchSoon(cache, alertKeys.open);
      refetchSoon(cache, alertKeys.over);
      return;
    case "webhook.created":
    case "webhook.changed":
    case "webhook.deleted":
      refetch(cache, webhookKeys.list);
      return;
    case "key.created":
    case "key.revoked":
      refetch(cache, teamKeys.keys);
      return;
    case "member.joined":
    case "member.invited":
    case "member.removed":
    case "member.role_changed":
      refetch(cache, teamKeys.members);
      refetch(cache, teamKeys.invitations);
      return;
    case "team.renamed":
      refetch(cache, teamKeys.account);
      return;
    default:
      if ("usage" in message.data && message.data.usage !== undefined && "volume_id" in message && message.volume_id)
        patchUsage(cache, message.volume_id, message.data.usage);
  }
}
