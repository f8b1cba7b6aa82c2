import { expect, test } from "vitest";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { keepBothPath } from "./keep-both-name.ts";

function path(text: string): VolumePath {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.path;
}

test.each([
  ["/a.txt", "/a (2).txt"],
  ["/data/v1.2/model.tar.gz", "/data/v1.2/model (2).tar.gz"],
  ["/Makefile", "/Makefile (2)"],
  ["/home/.env", "/home/.env (2)"],
  ["/.tar.gz", "/.tar (2).gz"],
])("%s and %s are both kept", (taken, beside) => {
  expect(keepBothPath(path(taken), 2)).toBe(beside);
});
