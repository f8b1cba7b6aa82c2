"use client";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { filePage } from "#lib/queries/files.ts";
import { typeableName } from "../model/name-parts.ts";
import { completionPlace } from "../model/path-completion.ts";

export type Candidate = { readonly name: string; readonly isDirectory: boolean };

/** The entries that what was typed could become, directories first. */
export function useCompletions(root: FileRoot, current: VolumePath, text: string, enabled: boolean) {
  const deferred = useDeferredValue(text);
  const place = completionPlace(deferred, current);
  const { data, isFetching } = useQuery({
    ...filePage(
      root,
      place?.directory ?? current,
      { sort: "name", order: "asc", filter: place?.prefix.startsWith("\u{fffd}") ? "" : (place?.prefix ?? "") },
      0,
    ),
    enabled: enabled && place !== null,
    // A folder that is not there has no completions; the answer comes when the path is gone to.
    retry: false,
  });
  const prefix = place?.prefix.toLowerCase() ?? "";
  const candidates: Candidate[] = (data?.entries ?? [])
    .filter(({ name }) => typeableName(name).toLowerCase().startsWith(prefix))
    .map(({ name, is_dir }) => ({ name, isDirectory: is_dir }));
  /** The candidates are still those of an older text. */
  const isWaiting = deferred !== text || (isFetching && data === undefined);
  return { place, candidates, isWaiting };
}
