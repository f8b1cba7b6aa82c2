import { expect, it } from "vitest";
import { rewriteEach } from "./rewrite-each.ts";

/** Rewrites files of which each ends only when it is told to. */
function begin(count: number) {
  const begun: number[] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  const files = Array.from({ length: count }, (_, file) => file);
  const all = rewriteEach(files, (file) => {
    begun.push(file);
    ends[file] = Promise.withResolvers<void>();
    return ends[file].promise;
  });
  return { begun, ends, all };
}

it("begins the next file when one has ended, and never more than four at once", async () => {
  const { begun, ends, all } = begin(6);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]?.resolve();
  await expect.poll(() => begun).toEqual([0, 1, 2, 3, 4]);
  for (const end of ends) end.resolve();
  await expect.poll(() => begun).toHaveLength(6);
  ends[5]?.resolve();
  await all;
});

it("begins no other after the first that fails, and says so when those under way have ended", async () => {
  const { begun, ends, all } = begin(9);
  let settled = false;
  const failed = expect(all.finally(() => (settled = true))).rejects.toThrow("the disk is full");
  ends[1]?.reject(new Error("the disk is full"));
  ends[0]?.resolve();
  ends[2]?.resolve();
  // What they would do next, they do in the microtasks before the next turn.
  await new Promise(setImmediate);
  expect([begun, settled]).toEqual([[0, 1, 2, 3], false]);
  ends[3]?.resolve();
  await failed;
  expect(begun).toEqual([0, 1, 2, 3]);
});
