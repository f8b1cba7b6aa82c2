import { expect, test } from "vitest";
import { pieces, resultRows } from "./result-rows.ts";

const line = (path: string, number: number) => ({
  type: "line" as const,
  path,
  line: number,
  column: 1,
  text: "needle",
  ranges: [[0, 6] as [number, number]],
});

test("lines stand below their file, in the order in which the files came, also when they come in between", () => {
  const { rows, files, found } = resultRows([line("/b", 1), line("/a", 4), line("/b", 2)]);
  expect(rows.map((row) => (row.kind === "line" ? row.found.line : `${row.path} ${row.kind}`))).toEqual([
    "/b file",
    1,
    2,
    "/a file",
    4,
  ]);
  expect([files, found]).toEqual([2, 3]);
  expect(rows[0]).toMatchObject({ lines: 2 });
});

test("names are rows of their own", () => {
  expect(resultRows([{ type: "name", path: "/d", is_dir: true }]).rows).toEqual([
    { kind: "name", path: "/d", isDirectory: true },
  ]);
});

test("a line is cut into what matched and what stands around it; an empty match shows nothing", () => {
  expect(
    pieces("one two", [
      [0, 3],
      [4, 4],
      [6, 7],
    ]).map(({ text, hit }) => [text, hit]),
  ).toEqual([
    ["one", true],
    [" ", false],
    ["tw", false],
    ["o", true],
  ]);
  expect(pieces("x", [])).toEqual([{ text: "x", hit: false, at: 0 }]);
});
