import { queryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { VolumeId } from "#lib/api/ids.ts";

export const volumeKeys = {
  list: ["volumes"] as const,
  /** Files and trash of a volume have longer keys that begin like this one. */
  one: (id: VolumeId) => ["volumes", id] as const,
};

/** Every volume of the team, with what the caller may do. */
export const volumeList = (api: NullspaceClient) =>
  queryOptions({ queryKey: volumeKeys.list, queryFn: ({ signal }) => api.volumes.list({ signal }) });

export const volumeById = (api: NullspaceClient, id: VolumeId) =>
  queryOptions({ queryKey: volumeKeys.one(id), queryFn: ({ signal }) => api.volumes.get(id, { signal }) });
