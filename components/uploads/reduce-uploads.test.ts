import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { volumeRoot } from "#lib/api/file-root.ts";
import { UploadId, VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import type { Grant } from "#lib/api/transfers.ts";
import { reduceUploads, type UploadsAction } from "./reduce-uploads.ts";
import { type Answer, conditionsOf, type Existing, isSettled } from "./upload.ts";
import { findUpload, NO_UPLOADS, type Uploads } from "./uploads-state.ts";
import { NO_VIEW, viewOf } from "./uploads-view.ts";

const VOLUME = { ...volumeRoot(VolumeId.parse("vol_3f8a21c09b7e")), name: "team-data" };
const GRANT: Grant = { url: "http://localhost:4000/f", method: "PUT", headers: {}, expires_at: "2026-11-23T10:00:00Z" };
const SESSION = UploadId.parse("up_3f8a21c09b7e");
const OLD: Existing = { etag: '"1"', size: 6, modifiedTime: "2026-11-20T10:00:00Z", isDirectory: false };
const NEWER: Existing = { ...OLD, etag: '"2"' };

const added = (batch: number, ...names: string[]): UploadsAction => ({
  type: "added",
  uploads: names.map((name) => ({
    batch,
    root: VOLUME,
    directory: ROOT,
    target: childOf(ROOT, name),
    content: { kind: "file", file: new File(["0123456789"], name) },
    size: 10,
  })),
});
const granted = (...results: [id: number, existing: Existing | null][]): UploadsAction => ({
  type: "granted",
  results: results.map(([id, existing]) => ({ id, grant: GRANT, existing })),
  now: 0,
});
const run = (...actions: UploadsAction[]): Uploads => actions.reduce(reduceUploads, NO_UPLOADS);
const states = ({ list }: Uploads) => list.map(({ standing }) => standing.state);
/** Two files, asked for; the second one's name is taken. */
const oneTaken = (...more: UploadsAction[]) =>
  run(
    added(1, "a.txt", "b.txt"),
    { type: "released", ids: [1, 2] },
    { type: "granting", ids: [1, 2] },
    granted([1, null], [2, OLD]),
    ...more,
  );

describe("a name that is taken", () => {
  test("asks, and leaves the others alone", () => {
    expect(states(oneTaken())).toEqual(["ready", "conflict"]);
    expect(states(oneTaken({ type: "answered", id: 2, answer: "skip", all: true }))).toEqual(["ready", "skipped"]);
  });

  test("is replaced only over the version the person saw", () => {
    const state = oneTaken({ type: "answered", id: 2, answer: "replace", all: false });
    const [fresh, replacing] = state.list;
    expect(fresh && conditionsOf(fresh)).toEqual({ "if-none-match": "*" });
    expect(replacing && conditionsOf(replacing)).toEqual({ "if-match": '"1"' });
  });

  test("keeps both under the first free number", () => {
    const state = oneTaken(
      { type: "answered", id: 2, answer: "keep_both", all: false },
      { type: "granting", ids: [2] },
      granted([2, OLD]),
      { type: "granting", ids: [2] },
      granted([2, null]),
    );
    expect(findUpload(state, 2)).toMatchObject({ path: "/b (3).txt", replaces: null, standing: { state: "ready" } });
  });

  test("found only while sending, it asks instead of failing", () => {
    const state = oneTaken(
      { type: "started", ids: [1], now: 0 },
      { type: "precondition_failed", id: 1 },
      { type: "granting", ids: [1] },
      granted([1, OLD]),
    );
    expect(states(state)).toEqual(["conflict", "conflict"]);
  });

  test("changed after the person said to replace it, it asks again, whatever they said for all", () => {
    const state = oneTaken(
      { type: "answered", id: 2, answer: "replace", all: true },
      { type: "started", ids: [2], now: 0 },
      { type: "precondition_failed", id: 2 },
      { type: "granting", ids: [2] },
      granted([2, NEWER]),
    );
    expect(findUpload(state, 2)?.standing).toMatchObject({ state: "conflict", existing: NEWER });
  });

  test("put aside, it waits, while what is found later asks", () => {
    const state = oneTaken(
      { type: "put_aside", aside: true },
      added(2, "c.txt"),
      { type: "released", ids: [3] },
      { type: "granting", ids: [3] },
      granted([3, OLD]),
    );
    const aside = state.list.map(({ standing }) => (standing.state === "conflict" ? standing.aside : null));
    expect(aside).toEqual([null, true, false]);
  });

  test("stays answered when its grant expired before it was used", () => {
    const state = oneTaken(
      { type: "answered", id: 2, answer: "replace", all: false },
      { type: "grant_lost", ids: [2] },
      { type: "granting", ids: [2] },
      granted([2, OLD]),
    );
    expect(findUpload(state, 2)).toMatchObject({ replaces: { version: '"1"' }, standing: { state: "ready" } });
  });

  test("an answer for all holds for what is found later in the same drop, not in another", () => {
    const state = [
      { type: "answered", id: 2, answer: "skip", all: true },
      added(1, "c.txt"),
      added(2, "d.txt"),
      { type: "released", ids: [3, 4] },
      { type: "granting", ids: [3, 4] },
      granted([3, OLD], [4, OLD]),
    ].reduce((before, action) => reduceUploads(before, action as UploadsAction), oneTaken());
    expect(states(state)).toEqual(["ready", "skipped", "skipped", "conflict"]);
  });

  test("a folder is never replaced by a file", () => {
    const folder: Existing = { ...OLD, etag: null, isDirectory: true };
    const state = [
      added(3, "e"),
      { type: "released", ids: [3] },
      { type: "granting", ids: [3] },
      granted([3, folder]),
      { type: "answered", id: 3, answer: "replace", all: true },
    ].reduce((before, action) => reduceUploads(before, action as UploadsAction), oneTaken());
    expect(findUpload(state, 3)?.standing.state).toBe("conflict");
  });
});

test("an upload that was paused or interrupted goes on with its grant, so that a lost reply is answered again", () => {
  const sending = oneTaken({ type: "started", ids: [1], now: 0 }, { type: "progressed", id: 1, sent: 7, now: 300 });
  const paused = reduceUploads(sending, { type: "paused", which: [1] });
  expect(reduceUploads(paused, { type: "progressed", id: 1, sent: 9, now: 400 })).toBe(paused);
  expect(findUpload(reduceUploads(paused, { type: "resumed", which: "all" }), 1)?.standing).toMatchObject({
    state: "ready",
    held: { grant: GRANT },
  });
  const reason = { code: "volume_backend_unavailable", message: "lost" };
  const waiting = reduceUploads(sending, { type: "interrupted", ids: [1], reason, until: 1000 });
  expect(states(reduceUploads(waiting, { type: "woken", now: 999 }))[0]).toBe("waiting");
  expect(findUpload(reduceUploads(waiting, { type: "woken", now: 1000 }), 1)).toMatchObject({
    attempts: 1,
    sent: 0,
    reached: 7,
    standing: { state: "ready" },
  });
});

test("an upload that is cut in the middle again and again asks for a new grant, which may tell why", () => {
  const reason = { code: "volume_backend_unavailable", message: "lost" };
  const cut: UploadsAction[] = [
    { type: "started", ids: [1], now: 0 },
    { type: "progressed", id: 1, sent: 7, now: 300 },
    { type: "interrupted", ids: [1], reason, until: 1000 },
    { type: "woken", now: 1000 },
  ];
  expect(states(oneTaken(...cut))[0]).toBe("ready");
  expect(states(oneTaken(...cut, ...cut))[0]).toBe("queued");
});

test("a session goes on where it was: what was there before does not count as speed, and a cancel forgets it", () => {
  const opened = (staged: number, now: number): UploadsAction => ({
    type: "opened",
    id: 1,
    session: SESSION,
    staged,
    now,
  });
  const sending = oneTaken({ type: "started", ids: [1], now: 0 }, opened(6, 1000), {
    type: "progressed",
    id: 1,
    sent: 8,
    staged: 8,
    now: 2000,
  });
  expect(findUpload(sending, 1)).toMatchObject({ sent: 8, staged: 8, pace: { rate: 2 } });
  const paused = reduceUploads(sending, { type: "paused", which: [1] });
  expect(findUpload(paused, 1)).toMatchObject({ sent: 8, reached: 8, session: SESSION });
  const again = [
    { type: "resumed", which: "all" },
    { type: "started", ids: [1], now: 9000 },
  ].reduce((before, action) => reduceUploads(before, action as UploadsAction), paused);
  expect(findUpload(again, 1)).toMatchObject({ sent: 8, reached: 8 });
  const cancelled = reduceUploads(again, { type: "cancelled", which: [1] });
  expect(findUpload(cancelled, 1)).toMatchObject({ session: null, staged: 0 });
});

test("of a drop that is too large only what the person chose goes", () => {
  const state = run(
    added(1, "a", "b"),
    { type: "overflowed", overflow: { ids: [1, 2], neededBytes: 8192, roomBytes: 4096 } },
    { type: "overflow_answered", keep: [1] },
  );
  expect(states(state)).toEqual(["queued", "cancelled"]);
  expect(state.overflows).toEqual([]);
});

const ids = fc.integer({ min: 1, max: 6 });
const which = fc.oneof(fc.constant("all" as const), fc.array(ids, { minLength: 1, maxLength: 3 }));
const existing = fc.constantFrom(null, OLD, NEWER);
const anyAction: fc.Arbitrary<UploadsAction> = fc.oneof(
  fc.record({ type: fc.constant("released" as const), ids: fc.array(ids) }),
  fc.record({ type: fc.constant("granting" as const), ids: fc.array(ids) }),
  fc.tuple(ids, existing).map(([id, there]) => granted([id, there])),
  fc.record({ type: fc.constant("started" as const), ids: fc.array(ids), now: fc.nat(9999) }),
  fc.record({ type: fc.constant("progressed" as const), id: ids, sent: fc.nat(15), now: fc.nat(9999) }),
  fc.record({
    type: fc.constant("progressed" as const),
    id: ids,
    sent: fc.nat(15),
    staged: fc.nat(15),
    now: fc.nat(9999),
  }),
  fc.record({
    type: fc.constant("opened" as const),
    id: ids,
    session: fc.constant(SESSION),
    staged: fc.nat(15),
    now: fc.nat(9999),
  }),
  fc.record({ type: fc.constant("published" as const), ids: fc.array(ids), now: fc.nat(9999) }),
  fc.record({
    type: fc.constant("refused" as const),
    ids: fc.array(ids),
    reason: fc.constant({ code: "x", message: "" }),
  }),
  fc.record({
    type: fc.constant("interrupted" as const),
    ids: fc.array(ids),
    reason: fc.constant({ code: "x", message: "" }),
    until: fc.nat(9999),
  }),
  fc.record({ type: fc.constant("woken" as const), now: fc.nat(9999) }),
  fc.record({ type: fc.constant("grant_lost" as const), ids: fc.array(ids) }),
  fc.record({ type: fc.constant("precondition_failed" as const), id: ids }),
  fc.record({
    type: fc.constant("answered" as const),
    id: ids,
    answer: fc.constantFrom<Answer[]>("replace", "keep_both", "skip"),
    all: fc.boolean(),
  }),
  fc.record({ type: fc.constantFrom("paused" as const, "resumed" as const, "cancelled" as const), which }),
);

test("whatever happens in whatever order: nothing goes backwards, is replaced unseen, or comes back from the end", () => {
  fc.assert(
    fc.property(fc.array(anyAction, { maxLength: 60 }), (actions) => {
      let state = run(added(1, "a", "b", "c"), added(2, "d", "e", "f"));
      let view = viewOf(state, NO_VIEW, 0);
      for (const [index, action] of actions.entries()) {
        const before = state;
        state = reduceUploads(state, action);
        const nextView = viewOf(state, view, index * 100);
        expect(nextView.percent).toBeGreaterThanOrEqual(view.percent);
        view = nextView;
        for (const upload of state.list) {
          const was = findUpload(before, upload.id);
          expect(upload.reached).toBeGreaterThanOrEqual(was?.reached ?? 0);
          expect(upload.reached).toBeLessThanOrEqual(upload.size);
          if (was && isSettled(was)) expect(upload).toEqual(was);
          // Replacing is a person's word for the version they saw, never a guess.
          if (upload.replaces && !was?.replaces) {
            expect(was?.standing.state === "conflict" || before.answers[upload.batch] === "replace").toBe(true);
          }
          if (upload.standing.state === "uploading") expect(["ready", "uploading"]).toContain(was?.standing.state);
          const path: VolumePath = upload.copy > 1 ? upload.path : upload.target;
          expect(upload.path).toBe(path);
        }
        if (action.type === "answered")
          for (const upload of before.list)
            if (upload.standing.state !== "conflict") expect(findUpload(state, upload.id)).toEqual(upload);
      }
      if (view.summary.end === null) expect(view.percent).toBeLessThanOrEqual(100);
      else expect(view.percent).toBe(100);
    }),
    { numRuns: 500 },
  );
});
