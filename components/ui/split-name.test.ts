import { expect, it } from "vitest";
import { splitName } from "./split-name.ts";

it.each([
  ["a.txt", "a.txt", ""],
  ["quarterly-report-2026-final.xlsx", "quarterly-report-2026-f", "inal.xlsx"],
  ["a-long-name-without-extension", "a-long-name-without-ext", "ension"],
  [".a-very-long-hidden-file-name", ".a-very-long-hidden-fil", "e-name"],
  ["👩‍🚀 in a rather long name.md", "👩‍🚀 in a rather long ", "name.md"],
])("%s", (name, head, tail) => {
  expect(splitName(name)).toEqual({ head, tail });
  expect(head + tail).toBe(name);
});
