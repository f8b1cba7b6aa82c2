import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, closeSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TeamId } from "#lib/api/ids.ts";
import { ROOT } from "#lib/api/paths.ts";
import { openRoot } from "../storage/descriptors.ts";
import { listCandidates } from "./list-candidates.ts";
import { parsePattern } from "./pattern.ts";
import { ripgrepPattern } from "./ripgrep-pattern.ts";
import { runSearch } from "./run-search.ts";
import type { Found } from "./search-contract.ts";

const TEAM = TeamId.parse("team_0123456789abcdef0123456789abcdef");
const OWNER = process.getuid?.() === 0 ? { uid: 61000, gid: 61000 } : null;
const NEVER = new AbortController().signal;

/** A directory that belongs to the owner of volumes, as in a volume. */
function makeTree(parent: string): { path: string; plant(name: Buffer, content: Buffer, mode?: number): void } {
  const path = mkdtempSync(join(parent, "tree-"));
  const own = (at: string | Buffer) => {
    if (OWNER !== null) chownSync(at, OWNER.uid, OWNER.gid);
  };
  own(path);
  return {
    path,
    plant(name, content, mode = 0o644) {
      const at = Buffer.concat([Buffer.from(`${path}/`), name]);
      writeFileSync(at, content);
      own(at);
      chmodSync(at, mode);
    },
  };
}

async function linesIn(path: string, asked: Parameters<typeof parsePattern>[0], listed: boolean): Promise<string[]> {
  const target = openRoot(path);
  const found: Found[] = [];
  let lookedAt = 0;
  await runSearch(
    TEAM,
    {
      kind: "lines",
      guarded: false,
      target,
      path: ROOT,
      pattern: parsePattern(asked),
      glob: null,
      limit: 10_000,
      maxChars: 200,
    },
    {
      limitMs: 60_000,
      signal: undefined,
      ...(listed && { owner: OWNER }),
      tell: (reply) => {
        if (reply.kind === "found") found.push(...reply.found);
        if (reply.kind === "end") lookedAt = reply.lookedAt;
      },
    },
  ).finally(() => closeSync(target));
  return [...found.map((one) => JSON.stringify(one)).sort(), `${lookedAt} files`];
}

/** Whether this machine can list at all; elsewhere trees are walked, which other tests hold. */
async function canList(): Promise<boolean> {
  const target = openRoot(tmpdir());
  const empty = makeTree(tmpdir());
  const directory = openRoot(empty.path);
  const { complete } = await listCandidates(
    directory,
    { text: "x", fixed: true },
    { owner: OWNER, signal: NEVER, tell() {} },
  );
  closeSync(directory);
  closeSync(target);
  rmSync(empty.path, { recursive: true });
  return complete;
}

const ATOMS = [
  ...[
    "a",
    "B",
    "é",
    "😀",
    "s",
    "k",
    ".",
    "^",
    "$",
    "\\.",
    "\\x61",
    "\\u00e9",
    "\\u{1F600}",
    "\\-",
    "{",
    "}",
    "\\/",
    "\\uFFFD",
  ],
  ...[
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "\\b",
    "\\B",
    "[ab]",
    "[^a]",
    "[a-c\\d]",
    "[^\\s]",
    "[\\W]",
    "[^]",
    "[é-ü]",
  ],
  ...["(a|B)", "(?:a.)", "(?<n>.)", "(?=a)", "(?!b[)])", "(?<=a)", "\\1", "\\p{L}", "a*", "a+?", "b?", ".{2}", "(?:)"],
];
const PIECES = [
  ...[
    "a",
    "B",
    "b",
    "é",
    "É",
    "😀",
    " ",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "-",
    "{",
    "}",
    ".",
    "/",
    "0",
    "٣",
    "ſ",
    "\u212a",
    "\ufeff",
  ],
  ...["\u0085", "\u2028", "\u00a0", "_"],
].map((text) => Buffer.from(text));
const BROKEN = ["ff", "c3", "e282", "eda080", "f09f98", "00"].map((hex) => Buffer.from(hex, "hex"));

const content = fc
  .array(fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...PIECES) }, fc.constantFrom(...BROKEN)), { maxLength: 24 })
  .map((parts) => Buffer.concat(parts));
const pattern = fc.oneof(
  fc
    .array(fc.constantFrom(...ATOMS), { minLength: 1, maxLength: 4 })
    .map((parts) => ({ pattern: parts.join(""), literal: false })),
  fc
    .constantFrom(...PIECES.filter((piece) => !piece.includes(10)))
    .map((piece) => ({ pattern: String(piece), literal: true })),
);

describe.skipIf(!(await canList()))("files listed by ripgrep", () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "nullspace-list-"));
    chmodSync(home, 0o700);
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it("leads to the same lines as a walk, whatever the pattern, the contents and the names", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 1, maxLength: 6 }),
        pattern,
        fc.boolean(),
        fc.boolean(),
        async (contents, text, case_sensitive, whole_word) => {
          const tree = makeTree(home);
          const asked = { ...text, case_sensitive, whole_word };
          try {
            parsePattern(asked);
          } catch {
            return fc.pre(false);
          }
          mkdirSync(join(tree.path, "d"));
          for (const [index, bytes] of contents.entries())
            tree.plant(
              Buffer.concat([Buffer.from(index % 2 ? `d/${index}` : `.${index}`), Buffer.from("fe0a5c", "hex")]),
              bytes,
            );
          symlinkSync("d", join(tree.path, "link"));
          expect(await linesIn(tree.path, asked, true)).toEqual(await linesIn(tree.path, asked, false));
          rmSync(tree.path, { recursive: true });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("are named and complete, those that only their owner may read too; FIFOs and links are not", async () => {
    const tree = makeTree(home);
    tree.plant(Buffer.from("closed"), Buffer.from("needle"), 0o000);
    tree.plant(Buffer.from([0x66, 0xff]), Buffer.from("a needle\r\n"));
    tree.plant(
      Buffer.from("binary"),
      Buffer.concat([Buffer.from("needle"), Buffer.alloc(200_000, "x"), Buffer.alloc(1)]),
    );
    tree.plant(Buffer.from(".gitignore"), Buffer.from("*\n"));
    symlinkSync("closed", join(tree.path, "link"));
    execFileSync("mkfifo", [join(tree.path, "fifo")]);
    const names: string[] = [];
    const target = openRoot(tree.path);
    const listing = await listCandidates(
      target,
      { text: "needle", fixed: true },
      {
        owner: OWNER,
        signal: NEVER,
        tell: (ways) => names.push(...ways.map((way) => way.toString("latin1"))),
      },
    );
    closeSync(target);
    expect(listing).toEqual({ complete: true, lookedAt: 4 });
    expect(names.sort()).toEqual(["closed", "f\xff"]);
  });

  it("ends what hangs and what nobody waits for, and refuses what is no pattern of its own", async () => {
    const target = openRoot(home);
    const list = (text: string, signal: AbortSignal) =>
      listCandidates(target, { text, fixed: false }, { owner: OWNER, signal, tell() {} });
    expect(await list("x", AbortSignal.abort())).toEqual({ complete: false });
    expect(await list("(", NEVER)).toEqual({ complete: false });
    closeSync(target);
  });

  it("says every pattern that it can in ripgrep's words, and none that it cannot", () => {
    const said = (source: string) =>
      ripgrepPattern(parsePattern({ pattern: source, literal: false, case_sensitive: true }));
    expect(said("needle")).toEqual({ text: "needle", fixed: true });
    for (const source of ["n[e]{2}dle", "^a.*b$", "function\\s*\\(", "foo {", "(?<word>\\w+)-", "a(?!b)"])
      expect(said(source)).not.toBeNull();
    for (const source of ["(a)\\1", "\\p{L}", "a\\nb"]) expect(said(source)).toBeNull();
  });
});
