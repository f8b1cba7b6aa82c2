"use client";
import { useState } from "react";
import { HIDDEN_COLUMNS_COOKIE } from "./hidden-columns.ts";
import { VOLUME_COLUMNS, type VolumeColumn } from "./volumes-view.ts";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Which columns are hidden; remembered in a cookie, so that the server draws the right ones at once. */
export function useHiddenColumns(initial: readonly VolumeColumn[]) {
  const [hidden, setHidden] = useState<ReadonlySet<VolumeColumn>>(() => new Set(initial));
  const show = (column: VolumeColumn, shown: boolean) => {
    const next = new Set(VOLUME_COLUMNS.filter((one) => (one === column ? !shown : hidden.has(one))));
    setHidden(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere, and the server reads this one
    document.cookie = `${HIDDEN_COLUMNS_COOKIE}=${[...next].join(".")}; path=/volumes; max-age=${YEAR_SECONDS}; samesite=lax`;
  };
  return { hidden, show };
}
