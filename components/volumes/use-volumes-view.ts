"use client";
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { readVolumesView, type VolumesView, writeVolumesView } from "./volumes-address.ts";

/** What the list shows, and how to change a part of it. */
export function useVolumesView(): readonly [VolumesView, (change: Partial<VolumesView>) => void] {
  const query = useSearchParams().toString();
  const [view, setView] = useState(() => readVolumesView(new URLSearchParams(query)));
  useEffect(() => {
    // The router follows the address a moment late: only where it has arrived does it say something new, such as a link.
    const address = new URLSearchParams(window.location.search);
    if (address.toString() === query) setView(readVolumesView(address));
  }, [query]);
  const change = (part: Partial<VolumesView>) => {
    const next = { ...view, ...part };
    setView(next);
    // Next follows this without asking the server for the page again.
    window.history.replaceState(null, "", `${window.location.pathname}${writeVolumesView(next)}`);
  };
  return [view, change];
}
