import type { Failure } from "#lib/actions/failure.ts";
import type { TextForm } from "./decode-text.ts";

/** What stands on the disk when it is not what the person started from. */
export type Theirs =
  | { readonly is: "loading" }
  | { readonly is: "there"; readonly etag: string; readonly text: string; readonly form: TextForm }
  /** Something the editor cannot compare with: binary, too large, or not UTF-8 now. */
  | { readonly is: "incomparable"; readonly etag: string }
  | { readonly is: "gone" }
  | { readonly is: "unknown"; readonly failure: Failure };

/** How the text in the editor stands to the file on the disk. `etag` is the version the text started from. */
export type SaveState =
  | {
      readonly at: "clean";
      readonly etag: string;
      readonly since: "opened" | "saved" | "reloaded";
      readonly when: number;
    }
  | { readonly at: "dirty"; readonly etag: string; readonly disk: "same" | "changed"; readonly failure: Failure | null }
  /** The file is no more; its text is only here. */
  | { readonly at: "gone"; readonly etag: string; readonly edited: boolean; readonly failure: Failure | null }
  | { readonly at: "saving"; readonly etag: string; readonly asNew: boolean; readonly edited: boolean }
  | { readonly at: "conflict"; readonly etag: string; readonly theirs: Theirs };

export type SaveEvent =
  | { readonly type: "edited" }
  /** Undo led back to exactly what was saved. */
  | { readonly type: "restored" }
  | { readonly type: "save-started" }
  | { readonly type: "saved"; readonly etag: string; readonly when: number }
  | { readonly type: "save-failed"; readonly failure: Failure }
  /** 412, or the person asked to compare. */
  | { readonly type: "conflicted" }
  | { readonly type: "theirs-read"; readonly theirs: Theirs }
  /** The person chose: the next save replaces exactly the version they saw. */
  | { readonly type: "kept-mine" }
  | { readonly type: "took-theirs"; readonly when: number }
  | { readonly type: "put-off" }
  /** The disk now has this version; null: nothing is there. */
  | { readonly type: "disk-seen"; readonly etag: string | null }
  | { readonly type: "reloaded"; readonly etag: string; readonly when: number };

type At<Name extends SaveState["at"]> = Extract<SaveState, { at: Name }>;

/** The server did not answer: only trying again and copying out are safe then. */
export const isUnreachable = (failure: Failure): boolean =>
  failure.code === "volume_backend_unavailable" || failure.code === "timeout";

export const openedState = (etag: string, when: number): SaveState => ({ at: "clean", etag, since: "opened", when });

/** Whether closing would lose something a person typed. */
export const isDirty = (state: SaveState): boolean => (state.at === "gone" ? state.edited : state.at !== "clean");

/** What a save is sent with; null while none may be sent. */
export function preconditionOf(state: SaveState): { if_match: string } | { if_none_match: "*" } | null {
  if (state.at === "saving" || state.at === "conflict") return null;
  return state.at === "gone" ? { if_none_match: "*" } : { if_match: state.etag };
}

/** The one place where a save state changes. An event that does not fit the state changes nothing. */
export function nextSaveState(state: SaveState, event: SaveEvent): SaveState {
  switch (event.type) {
    case "edited":
      return edited(state);
    case "restored":
      if (state.at === "gone") return { ...state, edited: false };
      return state.at === "dirty" ? { at: "clean", etag: state.etag, since: "opened", when: 0 } : state;
    case "save-started":
      return preconditionOf(state) === null
        ? state
        : { at: "saving", etag: state.etag, asNew: state.at === "gone", edited: false };
    case "saved":
      if (state.at !== "saving") return state;
      return state.edited ? dirty(event.etag) : { at: "clean", etag: event.etag, since: "saved", when: event.when };
    case "save-failed":
      if (state.at !== "saving") return state;
      return state.asNew ? gone(state.etag, event.failure) : { ...dirty(state.etag), failure: event.failure };
    case "conflicted":
      return state.at === "saving" || state.at === "dirty" || state.at === "gone"
        ? { at: "conflict", etag: state.etag, theirs: { is: "loading" } }
        : state;
    case "theirs-read":
      return state.at === "conflict" ? { ...state, theirs: event.theirs } : state;
    case "kept-mine":
      return state.at === "conflict" ? keptMine(state) : state;
    case "took-theirs":
      return state.at === "conflict" && state.theirs.is === "there"
        ? { at: "clean", etag: state.theirs.etag, since: "reloaded", when: event.when }
        : state;
    case "put-off":
      if (state.at !== "conflict") return state;
      // The old version stays the base, so a plain save is caught again.
      return state.theirs.is === "gone" ? gone(state.etag) : { ...dirty(state.etag), disk: "changed" };
    case "disk-seen":
      return diskSeen(state, event.etag);
    case "reloaded":
      return state.at === "clean" ? { at: "clean", etag: event.etag, since: "reloaded", when: event.when } : state;
  }
}

const dirty = (etag: string): At<"dirty"> => ({ at: "dirty", etag, disk: "same", failure: null });
const gone = (etag: string, failure: Failure | null = null): At<"gone"> => ({
  at: "gone",
  etag,
  edited: true,
  failure,
});

function edited(state: SaveState): SaveState {
  if (state.at === "clean") return dirty(state.etag);
  return (state.at === "saving" || state.at === "gone") && !state.edited ? { ...state, edited: true } : state;
}

function keptMine(state: At<"conflict">): SaveState {
  if (state.theirs.is === "there" || state.theirs.is === "incomparable") return dirty(state.theirs.etag);
  return state.theirs.is === "gone" ? gone(state.etag) : state;
}

function diskSeen(state: SaveState, etag: string | null): SaveState {
  switch (state.at) {
    case "clean":
      return etag === null ? { ...gone(state.etag), edited: false } : state;
    case "dirty": {
      if (etag === null) return gone(state.etag, state.failure);
      const disk = etag === state.etag ? "same" : "changed";
      return disk === state.disk ? state : { ...state, disk };
    }
    case "gone":
      if (etag === null) return state;
      // It came back, from the trash for instance. Text that nobody touched gives way to it.
      return state.edited
        ? { ...dirty(state.etag), disk: etag === state.etag ? "same" : "changed" }
        : { at: "clean", etag: state.etag, since: "opened", when: 0 };
    case "saving":
    case "conflict":
      return state;
  }
}
