import type { QueryClient } from "@tanstack/react-query";
import type { Facts } from "#components/ui/conflict-facts.tsx";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { BulkResult } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { ConflictQueue } from "../model/conflicts.ts";

/** A name that is taken where something should land. */
export type Taken = {
  /** What should land there: its own path, or for what comes from the trash the path it had. */
  readonly path: VolumePath;
  /** The path that is taken. */
  readonly at: VolumePath;
};

export type ConflictAsked = {
  /** What is being done, as in `Move 3 items`. */
  readonly act: string;
  readonly taken: readonly Taken[];
  /** What is known of what should land, by its path: what comes from the trash has no facts of its own to ask for. */
  readonly known: ReadonlyMap<VolumePath, Facts>;
};

/** How to take an act back. */
export type TakeBack = () => Promise<unknown>;

/** An act that is done or under way; `label` says what it is: `Move 3 items`. */
export type UndoStep = {
  /** The toast that offers to take it back. */
  readonly id: string;
  readonly label: string;
  /** Takes it back, as soon as it has landed; a second call does nothing. */
  readonly undo: () => Promise<void>;
};

/** Does something; answers how to take it back, or null when there is nothing to. `step` is null when nobody may. */
export type Act = (step: UndoStep | null) => Promise<TakeBack | null>;

/** What an act on files works with: the cache it patches, whose files they are, and the person it may ask. */
export type Desk = {
  readonly cache: QueryClient;
  readonly root: FileRoot;
  readonly askConflicts: (asked: ConflictAsked) => Promise<ConflictQueue>;
  /** Does an act that can be taken back. */
  readonly act: (label: string, run: Act) => Promise<void>;
};

/** The desk for what is not remembered: taking an act back, and what cannot be taken back. */
export const unremembered = (desk: Desk): Desk => ({ ...desk, act: async (_label, run) => void (await run(null)) });

/** What makes a toast the one that takes a step back. */
export const undoButton = (step: UndoStep | null) =>
  step === null ? {} : { id: step.id, action: { label: "Undo", onClick: () => void step.undo() } };

export type Failures = BulkResult["failed"];
