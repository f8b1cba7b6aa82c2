"use client";
import { useState } from "react";
import type { VolumePath } from "#lib/api/paths.ts";
import type { FileMatches } from "#lib/api/replacing.ts";
import type { PreviewRow } from "./preview-rows.ts";
import { ALL_TICKED, type Ticks, tick, tickFile } from "./ticks.ts";

/** `versions` says of which version of a file its ticks are. */
type Kept = { readonly of: string; readonly ticks: Ticks; readonly versions: ReadonlyMap<VolumePath, string> };

/** Of the newest preview, for as long as the page lives: on a phone a file that is opened takes its place. */
let kept: Kept | null = null;

/**
 * What is ticked of a preview. Of a file that has changed since somebody ticked in it nothing is: its matches may be others.
 * @param of what is previewed; another one begins with everything ticked
 */
export function useTicks(of: string, files: readonly FileMatches[]) {
  const [state, setState] = useState<Kept>(() =>
    kept?.of === of ? kept : { of, ticks: ALL_TICKED, versions: new Map() },
  );
  const ticks = files
    .filter(({ path, etag }) => (state.versions.get(path) ?? etag) !== etag)
    .reduce((before, file) => tickFile(before, file, false), state.ticks);

  const setTicks = (file: FileMatches, next: Ticks) => {
    kept = { of, ticks: next, versions: new Map(state.versions).set(file.path, file.etag) };
    setState(kept);
  };
  return {
    ticks,
    tickRow: (row: PreviewRow, on: boolean) => {
      const path = row.kind === "file" ? row.file.path : row.path;
      const file = files.find((one) => one.path === path);
      if (file === undefined) return;
      if (row.kind === "file") setTicks(file, tickFile(ticks, file, on));
      if (row.kind === "match") setTicks(file, tick(ticks, path, row.ordinal, on));
      if (row.kind === "rest") setTicks(file, tick(ticks, path, "rest", on));
    },
    forget: () => {
      kept = null;
    },
  };
}
