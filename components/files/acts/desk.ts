import type { QueryClient } from "@tanstack/react-query";
import type { BulkResult } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { ConflictQueue } from "../model/conflicts.ts";

/** Names that are taken where things should land. */
export type ConflictQuestion = {
  /** What is being done, as in `Move 3 items`. */
  readonly act: string;
  readonly destination: VolumePath;
  /** The paths whose names are taken there. */
  readonly paths: readonly VolumePath[];
};

/** What an act on files works with: the cache it patches, the volume, and the person it may ask. */
export type Desk = {
  readonly cache: QueryClient;
  readonly volume: VolumeId;
  readonly askConflicts: (question: ConflictQuestion) => Promise<ConflictQueue>;
  /** Remembers how to take the newest act back. */
  readonly remember: (step: UndoStep) => void;
};

/** How to take an act back; `label` says what it was: `Move 3 items`. */
export type UndoStep = { readonly label: string; readonly undo: () => Promise<void> };

export type Failures = BulkResult["failed"];
