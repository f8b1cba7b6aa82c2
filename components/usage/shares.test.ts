import { expect, test } from "vitest";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";
import type { VolumeUsage } from "#lib/api/usage.ts";
import { percent, sharesOf } from "./shares.ts";

const usage = (sizes: number[], trash: number | null): VolumeUsage => ({
  path: ROOT,
  used_bytes: sizes.reduce((sum, size) => sum + size, 0),
  inode_count: sizes.length,
  own_bytes: 0,
  entries: sizes.map((used_bytes, index) => ({
    name: `e${index}`,
    path: `/e${index}` as VolumePath,
    type: "file",
    used_bytes,
    inode_count: 1,
  })),
  others: null,
  trash: trash === null ? null : { used_bytes: trash, inode_count: 1 },
  complete: true,
});
const shape = (sizes: number[], trash: number | null, cap: number | null) =>
  sharesOf(usage(sizes, trash), cap).map(({ label, bytes }) => `${label} ${bytes}`);

test("at the root the parts are the largest entries, the rest, the trash and what is free under the cap", () => {
  expect(shape([40, 9, 8, 7, 6, 5, 4, 3, 2], 6, 100)).toEqual([
    "e0 40",
    "e1 9",
    "e2 8",
    "e3 7",
    "e4 6",
    "e5 5",
    "e6 4",
    "The rest 5",
    "Trash 6",
    "Free 10",
  ]);
});

test("the parts fill the bar, also past the cap and below the root", () => {
  for (const [trash, cap] of [
    [5, 100],
    [5, 12],
    [0, null],
    [null, 100],
  ] as const) {
    const total = sharesOf(usage([10, 3, 0], trash), cap).reduce((sum, { share }) => sum + share, 0);
    expect(total).toBeCloseTo(1);
  }
  expect(shape([10, 3], null, 100)).toEqual(["e0 10", "e1 3"]);
  expect(shape([10], 5, 12)).toEqual(["e0 10", "Trash 5"]);
});

test("an empty folder has no parts, an empty volume is all free", () => {
  expect(shape([], null, 100)).toEqual([]);
  expect(shape([0], 0, 100)).toEqual(["Free 100"]);
});

test("shares are said in whole per cent, never rounded up", () => {
  expect([percent(0, 10), percent(1, 1000), percent(999, 1000), percent(10, 10)]).toEqual([
    "0 %",
    "< 1 %",
    "99 %",
    "100 %",
  ]);
});
