import type { QueryClient } from "@tanstack/react-query";
import type { VolumeUsage } from "#lib/api/events.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Volume } from "#lib/api/volumes.ts";
import type { LiveMessage } from "./live-channel.ts";
import { teamKeys } from "./team.ts";
import { volumeKeys } from "./volumes.ts";

function patchUsage(cache: QueryClient, id: VolumeId, usage: VolumeUsage): void {
  const patch = (volume: Volume): Volume => (volume.id === id ? { ...volume, ...usage } : volume);
  cache.setQueryData<Volume[]>(volumeKeys.list, (volumes) => volumes?.map(patch));
  cache.setQueryData<Volume>(volumeKeys.one(id), (volume) => volume && patch(volume));
}

const refetch = (cache: QueryClient, queryKey: readonly unknown[]) =>
  void cache.invalidateQueries({ queryKey, exact: true });

/** Keeps what the cache knows of volumes and the team in step with what happened. Files follow in their own room. */
export function followEvent(cache: QueryClient, message: LiveMessage): void {
  switch (message.type) {
    case "resync":
      refetch(cache, volumeKeys.list);
      for (const volume of cache.getQueryData<Volume[]>(volumeKeys.list) ?? [])
        refetch(cache, volumeKeys.one(volume.id));
      void cache.invalidateQueries({ queryKey: ["team"] });
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
      if ("usage" in message.data && message.data.usage !== undefined)
        patchUsage(cache, message.volume_id, message.data.usage);
  }
}
