"use client";
import { useSearchParams } from "next/navigation";
import { readVolumesView, type VolumesView, writeVolumesView } from "./volumes-address.ts";

/** What the list shows, and how to change a part of it. */
export function useVolumesView(): readonly [VolumesView, (change: Partial<VolumesView>) => void] {
  const view = readVolumesView(new URLSearchParams(useSearchParams()));
  const change = (part: Partial<VolumesView>) =>
    // Next follows this without asking the server for the page again.
    window.history.replaceState(null, "", `${window.location.pathname}${writeVolumesView({ ...view, ...part })}`);
  return [view, change];
}
