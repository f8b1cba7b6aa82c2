import fc from "fast-check";
import { expect, it } from "vitest";
import { languageLabel, languageOfFile } from "./language-of-file.ts";

it.each([
  ["train.py", "", "python"],
  ["DATA.JSON", "", "json"],
  ["Dockerfile", "", "dockerfile"],
  ["Dockerfile.dev", "", "dockerfile"],
  [".env.production", "", "ini"],
  ["archive.tar.yml", "", "yaml"],
  ["run", "#!/usr/bin/env -S python3 -u", "python"],
  ["run", "#!/bin/sh", "shell"],
  ["run", "#! /usr/local/bin/node", "javascript"],
  ["a.ts", "#!/bin/sh", "typescript"],
  ["notes", "", "plaintext"],
  ["a.constructor", "", "plaintext"],
  ["toString", "", "plaintext"],
])("%s with %j is %s", (name, firstLine, language) => {
  expect(languageOfFile(name, firstLine)).toBe(language);
});

it("answers a known language for any name and first line", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, firstLine) => {
      expect(languageLabel(languageOfFile(name, firstLine))).toMatch(/^\S/);
    }),
  );
});
