import { expect, test } from "vitest";
import { volumeRoot } from "#lib/api/file-root.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { reduceUploads } from "./reduce-uploads.ts";
import type { Standing } from "./upload.ts";
import { announcement, headline } from "./upload-words.ts";
import { NO_UPLOADS } from "./uploads-state.ts";
import { NO_VIEW, viewOf } from "./uploads-view.ts";

const VOLUME = { ...volumeRoot(VolumeId.parse("vol_3f8a21c09b7e")), name: "team-data" };
const DONE: Standing = { state: "done" };
const FAILED: Standing = { state: "failed", reason: { code: "forbidden", message: "No." } };
const CANCELLED: Standing = { state: "cancelled" };
const SKIPPED: Standing = { state: "skipped" };
const LOST: Standing = { state: "waiting", until: 0, held: null, reason: { code: "timeout", message: "" } };

/** The tray when uploads stand like this. */
function viewWith(...standings: Standing[]) {
  const state = reduceUploads(NO_UPLOADS, {
    type: "added",
    uploads: standings.map((_, n) => ({
      batch: 1,
      root: VOLUME,
      directory: ROOT,
      target: childOf(ROOT, `${n}`),
      content: { kind: "file", file: new File([], `${n}`) },
      size: 0,
    })),
  });
  const list = state.list.flatMap((upload, n) => {
    const standing = standings[n];
    return standing ? [{ ...upload, standing }] : [];
  });
  return viewOf({ ...state, list }, NO_VIEW, 0);
}

test.each([
  ["done", [DONE, DONE], "2 files uploaded"],
  ["done", [DONE, SKIPPED], "1 uploaded, 1 skipped"],
  ["partly", [DONE, FAILED], "1 uploaded, 1 failed"],
  ["partly", [DONE, CANCELLED], "1 uploaded, 1 cancelled"],
  ["failed", [FAILED], "Upload failed: 1 file"],
  ["failed", [FAILED, CANCELLED], "1 failed, 1 cancelled"],
  ["cancelled", [CANCELLED, CANCELLED], "Upload cancelled"],
] as const)("a run ends %s", (end, standings, words) => {
  const view = viewWith(...standings);
  expect([view.summary.end, headline(view)]).toEqual([end, words]);
});

test("what is in the way is said before how far it is", () => {
  expect(headline(viewWith(DONE, LOST))).toBe("Connection lost, goes on by itself when it is back · 1 of 2 files");
  expect(headline(viewWith(DONE, { state: "paused", held: null }))).toBe("Paused · 1 of 2 files");
  expect(headline(viewWith(LOST, { state: "queued" }))).toBe("Uploading 0 of 2 files");
});

test("a screen reader hears quarters, not every per cent", () => {
  const told = Array.from({ length: 101 }, (_, percent) => announcement({ ...viewWith({ state: "queued" }), percent }));
  expect(new Set(told).size).toBe(5);
});
