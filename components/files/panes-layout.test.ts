import { expect, test } from "vitest";
import { editorAt, parsePanes, treeAt } from "./panes-layout.ts";

const USUAL = { tree: 220, editor: 50 };

test("a cookie that makes no sense leaves the panes as they usually are", () => {
  for (const cookie of [undefined, "", "%", "null", "7", "[]", '{"tree":"wide"}', '{"two":{"tree":20,"list":80}}'])
    expect(parsePanes(cookie)).toEqual(USUAL);
});

test("what is kept stays within what can be shown", () => {
  expect(parsePanes(encodeURIComponent('{"tree":300.5,"editor":33}'))).toEqual({ tree: 300.5, editor: 33 });
  expect(parsePanes('{"tree":0,"editor":400}')).toEqual({ tree: 0, editor: 85 });
  expect(parsePanes('{"tree":5000}')).toEqual({ tree: 640, editor: 50 });
});

test("the tree stops where it can still be read, and folds away beyond that", () => {
  expect(treeAt(300, 1200)).toBe(300);
  expect(treeAt(100, 1200)).toBe(140);
  expect(treeAt(20, 1200)).toBe(0);
  expect(treeAt(900, 1200)).toBe(540);
});

test("the editor takes what is right of its handle", () => {
  expect(editorAt(900, 1200)).toBe(25);
  expect(editorAt(-40, 1200)).toBe(85);
  expect(editorAt(1200, 1200)).toBe(15);
  expect(editorAt(0, 0)).toBe(50);
});
