import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "./browser-api.ts";

/** Milliseconds for which a count is good enough to go back to without another. */
const FRESH = 30_000;

/** What a folder takes, entry by entry, counted on the disk. The folder before stays on the screen until it is there. */
export const volumeUsage = (volume: VolumeId, path: VolumePath, api: NullspaceClient = browserApi) =>
  queryOptions({
    queryKey: ["volumes", volume, "usage", path] as const,
    queryFn: ({ signal }) => api.volumes.usage(volume, path, { signal }),
    staleTime: FRESH,
    placeholderData: keepPreviousData,
  });
