"use client";
import { useQuery } from "@tanstack/react-query";
import type { VolumeId } from "#lib/api/ids.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeList } from "#lib/queries/volumes.ts";

/**
 * What a volume is called, from the list, which the layout around every page has read. To ask for the volume itself outside
 * of its own pages would make an empty query there, which keeps the page's answer out of the server's drawing.
 * @returns undefined while the list is not known, or when the volume is not in it
 */
export function useVolumeName(id: VolumeId): string | undefined {
  return useQuery({
    ...volumeList(browserApi),
    select: (volumes) => volumes.find((volume) => volume.id === id)?.name,
  }).data;
}
