import { expect, test } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import { retryDelay } from "#lib/api/client/retry-delay.ts";
import { volumeRoot } from "#lib/api/file-root.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { nextSteps } from "./next-steps.ts";
import { reduceUploads } from "./reduce-uploads.ts";

import { whatFits } from "./room.ts";
import type { Standing } from "./upload.ts";
import { NO_UPLOADS, type Uploads } from "./uploads-state.ts";

const ONE = { ...volumeRoot(VolumeId.parse("vol_3f8a21c09b7e")), name: "one" };
const TWO = { ...volumeRoot(VolumeId.parse("vol_4f8a21c09b7e")), name: "two" };
const MINUTE = 60_000;

type Wanted = { standing: Standing; root?: typeof ONE; name?: string; size?: number };

function uploads(...wanted: Wanted[]): Uploads {
  const state = reduceUploads(NO_UPLOADS, {
    type: "added",
    uploads: wanted.map(({ root = ONE, name, size = 10 }, n) => ({
      batch: 1,
      root,
      directory: ROOT,
      target: childOf(ROOT, name ?? `${n}`),
      content: { kind: "file", file: new File([], `${n}`) },
      size,
    })),
  });
  const list = state.list.flatMap((upload, n) => {
    const standing = wanted[n]?.standing;
    return standing ? [{ ...upload, standing }] : [];
  });
  return { ...state, list };
}
const many = (count: number, one: Wanted): Wanted[] => Array.from({ length: count }, () => one);

const QUEUED: Standing = { state: "queued" };
const ready = (since: number): Standing => ({
  state: "ready",
  held: { since, grant: { url: "http://localhost/f", method: "PUT", headers: {}, expires_at: "2026-11-23T10:00:00Z" } },
});
const askedFor = (state: Uploads) => nextSteps(state, 0).ask?.uploads.map(({ id }) => id) ?? [];

test("what is ready fills up to four, counting what is on its way", () => {
  const sending = many(3, { standing: { state: "uploading", held: null } });
  expect(nextSteps(uploads(...sending, ...many(9, { standing: ready(0) })), 0).start).toHaveLength(1);
});

test("grants are asked for up to 1,000 at once, of one volume, and no second time while a call is out", () => {
  expect(askedFor(uploads(...many(1500, { standing: QUEUED })))).toHaveLength(1000);
  expect(askedFor(uploads({ standing: QUEUED }, { standing: QUEUED, root: TWO }))).toEqual([1]);
  expect(askedFor(uploads({ standing: { state: "granting" } }, { standing: QUEUED }))).toEqual([]);
});

test("one call stays small enough for a server action, and asks for no more than will soon be sent", () => {
  const long = many(1000, { standing: QUEUED, name: "n".repeat(250) });
  expect(askedFor(uploads(...long)).length).toBeLessThan(810);
  expect(askedFor(uploads(...many(9, { standing: QUEUED, size: 1024 ** 3 })))).toHaveLength(3);
  expect(askedFor(uploads(...many(300, { standing: ready(0) }), { standing: QUEUED }))).toEqual([]);
});

test("a grant that waited ten minutes is renewed before it is used", () => {
  const state = uploads({ standing: ready(0) }, { standing: ready(5 * MINUTE) });
  expect(nextSteps(state, 11 * MINUTE)).toMatchObject({ grantLost: [1], start: [{ id: 2 }] });
});

test("a large file that does not fit lets smaller ones pass", () => {
  const sizes = [3000, 9000, 4000].map((size, id) => ({ id, size }));
  expect(whatFits(sizes, 8192).map(({ id }) => id)).toEqual([0, 2]);
});

test("waits grow, keep to what the server asks for, and end", () => {
  const lost = new ApiError("volume_backend_unavailable", "");
  const delays = Array.from({ length: 11 }, (_, attempts) => retryDelay(lost, attempts, 0.5));
  expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000, null]);
  expect(retryDelay(new ApiError("rate_limit_exceeded", "", { retryAfter: 60 }), 0, 0.5)).toBe(60_000);
  expect(retryDelay(new ApiError("forbidden", ""), 0, 0.5)).toBeNull();
});
