import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FileInfo, FilePage } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import {
  compareFiles,
  entryAt,
  type FilePages,
  type FileView,
  PAGE_ROWS,
  totalOf,
  withChange,
  withEntry,
  withoutEntries,
} from "./file-pages.ts";

const view: FileView = { sort: "name", order: "asc", filter: "" };
const file = (name: string, over: Partial<FileInfo> = {}): FileInfo => ({
  name,
  path: `/${name}` as VolumePath,
  is_dir: false,
  size: 0,
  type: "file",
  mode: "-rw-r--r--",
  permissions: "0644",
  owner: "u",
  group: "g",
  modified_time: "2026-01-01T00:00:00Z",
  symlink_target: null,
  ...over,
});

/** The view as the server would answer it, with only these pages loaded. */
function pagesOf(files: readonly FileInfo[], loaded: readonly number[] = [0, 1, 2, 3]): FilePages {
  const sorted = files.toSorted(compareFiles(view));
  const pages = new Map<number, FilePage>();
  for (const index of loaded) {
    const offset = index * PAGE_ROWS;
    if (offset > 0 && offset >= sorted.length) continue;
    pages.set(index, {
      entries: sorted.slice(offset, offset + PAGE_ROWS),
      next_cursor: null,
      offset,
      total: sorted.length,
    });
  }
  return pages;
}
const names = (pages: FilePages) =>
  Array.from({ length: totalOf(pages) }, (_, index) => entryAt(pages, index)?.name ?? null);
const many = (count: number) => Array.from({ length: count }, (_, index) => file(`f${String(index).padStart(5, "0")}`));

describe("pages of a folder", () => {
  test("directories come first, both ways round", () => {
    const files = [file("b"), file("a", { is_dir: true }), file("c", { size: 5 })];
    expect(files.toSorted(compareFiles(view)).map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(files.toSorted(compareFiles({ ...view, order: "desc" })).map(({ name }) => name)).toEqual(["a", "c", "b"]);
    expect(files.toSorted(compareFiles({ ...view, sort: "size", order: "desc" })).map(({ name }) => name)).toEqual([
      "a",
      "c",
      "b",
    ]);
  });

  test("what goes lets the rows below move up, across pages", () => {
    const after = withoutEntries(pagesOf(many(1200)), new Set(["f00000", "f00600"]));
    expect(totalOf(after)).toBe(1198);
    expect(entryAt(after, 0)?.name).toBe("f00001");
    expect(entryAt(after, 499)?.name).toBe("f00500");
    expect(entryAt(after, 1197)?.name).toBe("f01199");
  });

  test("rows next to a gap are unknown after a move, never wrong", () => {
    const after = withoutEntries(pagesOf(many(1200), [0, 2]), new Set(["f00000"]));
    expect(entryAt(after, 498)?.name).toBe("f00499");
    expect(entryAt(after, 499)).toBeNull();
    expect(entryAt(after, 1000)?.name).toBe("f01001");
  });

  test("a new entry lands where the server puts it, also as the first and the last, and opens a page when it must", () => {
    for (const name of ["a", "f00007x", "z"]) {
      const files = many(PAGE_ROWS);
      const after = withEntry(pagesOf(files), file(name), view);
      expect(names(after)).toEqual(names(pagesOf([...files, file(name)])));
    }
    expect(names(withEntry(pagesOf([]), file("only"), view))).toEqual(["only"]);
  });

  test("a place in a gap is left to the server", () => {
    const pages = pagesOf(many(1500), [0, 2]);
    expect(withEntry(pages, file("f00700x"), view)).toBe(pages);
  });

  test("the filter keeps others out, a change is made in place", () => {
    const pages = pagesOf(many(3));
    expect(totalOf(withEntry(pages, file("x"), { ...view, filter: "F0" }))).toBe(3);
    expect(entryAt(withChange(pages, "f00001", { size: 9 }), 1)?.size).toBe(9);
    expect(withChange(pages, "nowhere", { size: 9 })).toBe(pages);
  });

  test("any deletes and inserts on loaded pages read as the server would answer", () => {
    const step = fc.record({ add: fc.boolean(), name: fc.stringMatching(/^[a-d][0-9]{0,2}$/) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let files: FileInfo[] = many(3);
        let pages = pagesOf(files);
        for (const { add, name } of steps) {
          files = files.filter((one) => one.name !== name);
          if (add) files = [...files, file(name)];
          pages = add ? withEntry(pages, file(name), view) : withoutEntries(pages, new Set([name]));
        }
        expect(names(pages)).toEqual(names(pagesOf(files)));
      }),
    );
  });
});
