import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "#lib/actions/failure.ts";
import {
  isDirty,
  nextSaveState,
  openedState,
  preconditionOf,
  type SaveEvent,
  type SaveState,
  type Theirs,
} from "./save-state.ts";

const form = { bom: false, endings: { kind: "lf" } } as const;
const failure: Failure = { code: "internal_error", message: "x", suggestedAction: null, requestId: null, details: {} };
const run = (events: SaveEvent[], from: SaveState = openedState('"1"', 0)) => events.reduce(nextSaveState, from);

const etag = fc.constantFrom('"1"', '"2"', '"3"', '"4"');
const theirs: fc.Arbitrary<Theirs> = fc.oneof(
  fc.constant<Theirs>({ is: "gone" }),
  fc.constant<Theirs>({ is: "unknown", failure }),
  etag.map((etag): Theirs => ({ is: "there", etag, text: "theirs", form })),
  etag.map((etag): Theirs => ({ is: "incomparable", etag })),
);
const event: fc.Arbitrary<SaveEvent> = fc.oneof(
  fc.constantFrom<SaveEvent>(
    { type: "edited" },
    { type: "restored" },
    { type: "save-started" },
    { type: "save-failed", failure },
    { type: "conflicted" },
    { type: "kept-mine" },
    { type: "took-theirs", when: 1 },
    { type: "put-off" },
    { type: "disk-seen", etag: null },
  ),
  etag.map((etag): SaveEvent => ({ type: "saved", etag, when: 1 })),
  etag.map((etag): SaveEvent => ({ type: "disk-seen", etag })),
  etag.map((etag): SaveEvent => ({ type: "reloaded", etag, when: 1 })),
  theirs.map((theirs): SaveEvent => ({ type: "theirs-read", theirs })),
);

describe("whatever happens in whatever order", () => {
  it("what was typed stays dirty until it was saved, undone, or given up by choice", () => {
    fc.assert(
      fc.property(fc.array(event), event, (before, last) => {
        const state = run(before);
        const next = nextSaveState(state, last);
        if (isDirty(state) && !isDirty(next)) expect(["saved", "restored", "took-theirs"]).toContain(last.type);
      }),
    );
  });

  it("a save may only replace a version this editor wrote, loaded, or was shown", () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const known = new Set(['"1"']);
        let state: SaveState = openedState('"1"', 0);
        for (const one of events) {
          if (one.type === "saved" && state.at === "saving") known.add(one.etag);
          if (one.type === "reloaded" && state.at === "clean") known.add(one.etag);
          if (one.type === "theirs-read" && state.at === "conflict" && "etag" in one.theirs) known.add(one.theirs.etag);
          state = nextSaveState(state, one);
          const when = preconditionOf(state);
          if (when && "if_match" in when) expect(known).toContain(when.if_match);
        }
      }),
    );
  });

  it("no save starts while one is on its way or a conflict is open", () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const state = run(events);
        if (state.at === "saving" || state.at === "conflict") {
          expect(preconditionOf(state)).toBeNull();
          expect(nextSaveState(state, { type: "save-started" })).toBe(state);
        } else expect(preconditionOf(state)).not.toBeNull();
      }),
    );
  });
});

it("keeps what was typed while the save was on its way dirty, over the new version", () => {
  const state = run([
    { type: "edited" },
    { type: "save-started" },
    { type: "edited" },
    { type: "saved", etag: '"2"', when: 9 },
  ]);
  expect(state).toEqual({ at: "dirty", etag: '"2"', disk: "same", failure: null });
});

it("keeping mine saves over exactly the version that was shown, so a third change is caught", () => {
  const shown = run([
    { type: "edited" },
    { type: "save-started" },
    { type: "conflicted" },
    { type: "theirs-read", theirs: { is: "there", etag: '"2"', text: "b", form } },
    { type: "kept-mine" },
  ]);
  expect(preconditionOf(shown)).toEqual({ if_match: '"2"' });
});

it("offers no way to keep or take while the server's version is unknown", () => {
  const state = run([
    { type: "edited" },
    { type: "conflicted" },
    { type: "theirs-read", theirs: { is: "unknown", failure } },
  ]);
  expect(nextSaveState(state, { type: "kept-mine" })).toBe(state);
  expect(nextSaveState(state, { type: "took-theirs", when: 1 })).toBe(state);
});

it("putting a conflict off leaves the old version as the base", () => {
  const state = run([
    { type: "edited" },
    { type: "conflicted" },
    { type: "theirs-read", theirs: { is: "there", etag: '"2"', text: "b", form } },
    { type: "put-off" },
  ]);
  expect(preconditionOf(state)).toEqual({ if_match: '"1"' });
  expect(state).toMatchObject({ at: "dirty", disk: "changed" });
});

it("a file that went is saved as new, and never over one that came meanwhile", () => {
  const state = run([{ type: "disk-seen", etag: null }]);
  expect(isDirty(state)).toBe(false);
  expect(preconditionOf(state)).toEqual({ if_none_match: "*" });
  expect(run([{ type: "save-started" }, { type: "save-failed", failure }], state)).toMatchObject({
    at: "gone",
    edited: true,
  });
});

it("a dirty text is not reloaded over", () => {
  const state = run([{ type: "edited" }]);
  expect(nextSaveState(state, { type: "reloaded", etag: '"2"', when: 1 })).toBe(state);
});
