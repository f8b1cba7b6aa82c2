import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ConflictAnswer } from "#components/ui/conflict-question.tsx";
import type { VolumePath } from "#lib/api/paths.ts";
import { batches, conflictQueue, decide } from "./conflicts.ts";

const paths = ["/a", "/b", "/c"] as VolumePath[];

describe("taken names", () => {
  test("one answer is for one name", () => {
    const queue = decide(conflictQueue(paths), "skip", false);
    expect(queue.waiting).toEqual(["/b", "/c"]);
    expect(batches(queue)).toEqual([]);
  });

  test("an answer for all ends it, and keeps what was answered before", () => {
    const queue = decide(decide(conflictQueue(paths), "replace", false), "keep_both", true);
    expect(queue.waiting).toEqual([]);
    expect(batches(queue)).toEqual([
      { conflict: "replace", paths: ["/a"] },
      { conflict: "keep_both", paths: ["/b", "/c"] },
    ]);
  });

  test("every name ends in one batch or is skipped, whatever is answered", () => {
    const answer = fc.tuple(fc.constantFrom<ConflictAnswer>("replace", "keep_both", "skip"), fc.boolean());
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 5 }), (answers) => {
        const end = decide(
          answers.reduce((queue, [choice, forAll]) => decide(queue, choice, forAll), conflictQueue(paths)),
          "skip",
          true,
        );
        const skipped = [...end.decided.values()].filter((choice) => choice === "skip").length;
        expect(batches(end).flatMap((batch) => batch.paths).length + skipped).toBe(paths.length);
      }),
    );
  });
});
