import type { VolumeId } from "#lib/api/ids.ts";

export const volumeHref = (id: VolumeId) => `/volumes/${id}/files` as const;
export const volumeActivityHref = (id: VolumeId) => `/volumes/${id}/activity` as const;
export const volumeSettingsHref = (id: VolumeId) => `/volumes/${id}/settings` as const;
