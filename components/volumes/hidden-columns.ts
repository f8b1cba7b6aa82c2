import { VOLUME_COLUMNS, type VolumeColumn } from "./volumes-view.ts";

export const HIDDEN_COLUMNS_COOKIE = "nullspace-volumes-hidden";

/** Reads the cookie; what it does not know is left out. */
export const readHiddenColumns = (cookie: string | undefined): VolumeColumn[] => {
  const named = new Set(cookie?.split("."));
  return VOLUME_COLUMNS.filter((column) => named.has(column));
};
