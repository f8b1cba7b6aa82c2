import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const text = read("docs/seeds.md");
const specs = globSync("e2e/*.spec.ts", { cwd: ROOT }).map(read).join("\n");

/** The second cell of each row: references to tests, as `file`: title. */
const rows = [...text.matchAll(/^\| (?<promise>.+) \| (?<shown>.+) \|$/gm)]
  .map(({ groups }) => ({ promise: groups?.promise ?? "", shown: groups?.shown ?? "" }))
  .filter(({ promise }) => promise !== "promise" && promise !== "---");

/** What is called with a title and then a function: a test, whichever helper makes it. */
const TEST =
  /(?:\b(?:it|test|withRuntime)(?:\.skipIf\([^\n]*\)|\.each\((?:[^()]|\([^()]*\))*\))?\(|^\s*\]\)\()\s*(["`])((?:\\.|(?!\1).)+)\1,/gm;
/** A section of a script begins with a comment of its own line, in the words of a title. */
const SECTION = /^\s*(?:#|\/\/) (.+)$/gm;

/** What a row may call the tests of a file; a placeholder of a template may stand for anything, or for `…`. */
function titlesOf(file: string): string[] {
  const source = read(file);
  if (!/\.(?:test|spec)\.ts$/.test(file)) return [...source.matchAll(SECTION)].map(([, title = ""]) => title);
  return [...source.matchAll(TEST)].map(([, , title = ""]) => title.replaceAll(/\$\{[^}]*\}/g, "…"));
}

describe("the list of promises", () => {
  it("names a test for each", () => {
    expect(rows.length).toBeGreaterThan(70);
    for (const { promise, shown } of rows)
      for (const reference of shown.split("<br>")) expect(reference, promise).toMatch(/^`[^`]+`: \S/);
  });

  it.each([...new Set(rows.flatMap(({ shown }) => shown.split("<br>")))])("names what is there: %s", (reference) => {
    const [, file = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(reference) ?? [];
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    expect(titlesOf(file)).toContain(title);
    // A script proves nothing that no test runs.
    if (file.startsWith("e2e/sdk/")) expect(specs).toContain(basename(file));
  });

  it("has every command line of the guide, as the test runs them", () => {
    const lines = (/## Command lines\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? "").trim().split("\n");
    expect(lines).toHaveLength(25);
    const spec = read("e2e/seeds-cli.spec.ts").replaceAll(/\s+/g, " ");
    for (const line of lines) {
      const words = line.replace(/^.*nullspace /, "").match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
      // What the test fills in, or keeps in a variable: an id, a mount, what is written.
      const fixed = words.filter((word) => !/^(?:vol_|ref=|')/.test(word)).map((word) => word.replaceAll('"', ""));
      const literal = JSON.stringify(fixed).replaceAll('","', '", "').slice(0, -1);
      const asVerb = literal.replace(/"(?:stat|info)"/, "verb");
      expect(
        [literal, asVerb].some((form) => spec.includes(form)),
        line,
      ).toBe(true);
    }
  });
});
