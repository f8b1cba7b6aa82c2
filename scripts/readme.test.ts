import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFile(join(ROOT, path), "utf8");
const VARIABLE = /\b(?:NULLSPACE_[A-Z_]+[A-Z]|SUPABASE_[A-Z_]+[A-Z]|DATABASE_URL|PORT)\b/g;
const variablesIn = (text: string) => new Set(text.match(VARIABLE));

it("the README's table names exactly the variables that the code reads", async () => {
  const table = (await read("README.md")).match(/## Variables\n([\s\S]*?)\n## /)?.[1] ?? "";
  const listed = variablesIn(table.replaceAll(/^(\|[^|]*\|).*$/gm, "$1"));
  const used = variablesIn((await read("control-plane/config.ts")) + (await read("lib/auth/settings.ts")));
  expect([...listed].sort()).toEqual([...used].sort());
});

it("every command of the README is there", async () => {
  const { scripts } = JSON.parse(await read("package.json")) as { scripts: Record<string, string> };
  const named = [
    ...`${await read("README.md")}${await read("CONTRIBUTING.md")}`.matchAll(/npm (?:run ([\w:]+)|(start|test)\b)/g),
  ];
  expect(named.length).toBeGreaterThan(5);
  for (const [, script, short] of named) expect(Object.keys(scripts)).toContain(script ?? short);
});
