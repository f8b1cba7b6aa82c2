import { createHash } from "node:crypto";
import { appendFile, chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { extract } from "tar-stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Bytes } from "../bytes.ts";
import { localTree } from "./local-tree.ts";
import { tarSource } from "./tar-source.ts";

const LONG = `${"d".repeat(90)}/${"n".repeat(150)}.txt`;
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "nullspace-tar-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const read = async (bytes: Bytes | Promise<Bytes>) =>
  Buffer.from(await new Response((await bytes) as ReadableStream<Uint8Array>).arrayBuffer());

async function plant(): Promise<void> {
  await mkdir(join(root, "empty"));
  await mkdir(join(root, "d".repeat(90)));
  await writeFile(join(root, "a.txt"), "a");
  await writeFile(join(root, "block.bin"), Buffer.alloc(512, 1));
  await writeFile(join(root, "large.bin"), Buffer.alloc(700_001, 2));
  await writeFile(join(root, "leer"), "");
  await writeFile(join(root, "grüße 漢字.txt"), "ü");
  await writeFile(join(root, LONG), "long");
  await chmod(join(root, "a.txt"), 0o750);
  await symlink("d".repeat(90), join(root, "within"));
  await symlink("../outside", join(root, "out"));
  await symlink("/etc", join(root, "absolute"));
}

async function members(archive: Buffer) {
  const found: Record<string, unknown> = {};
  const reading = extract();
  reading.end(archive);
  for await (const entry of reading) {
    const { name, type, mode = 0, linkname } = entry.header;
    const content = await buffer(entry as AsyncIterable<Uint8Array>);
    found[name] = type === "file" ? [type, mode, content.length] : [type, linkname ?? null];
  }
  return found;
}

test("the archive has every file, directory and link that stays inside, with long names and foreign letters", async () => {
  await plant();
  const { entries, skipped } = await localTree(root, []);
  const source = tarSource(entries);
  const archive = await read(source.slice(0, source.size));
  expect(archive).toHaveLength(source.size);
  const found = await members(archive);
  expect(found).toMatchObject({
    "a.txt": ["file", 0o750, 1],
    "block.bin": ["file", 0o644, 512],
    "large.bin": ["file", 0o644, 700_001],
    leer: ["file", 0o644, 0],
    "grüße 漢字.txt": ["file", 0o644, 2],
    [LONG]: ["file", 0o644, 4],
    within: ["symlink", "d".repeat(90)],
  });
  expect(Object.keys(found).toSorted()).toEqual(
    entries.map(({ name, type }) => `${name}${type === "directory" ? "/" : ""}`).toSorted(),
  );
  expect(skipped.toSorted()).toEqual(["absolute", "out"]);
});

test("any stretch of it is the same bytes, and so is its hash", async () => {
  await plant();
  const source = tarSource((await localTree(root, [])).entries);
  const whole = await read(source.slice(0, source.size));
  await fc.assert(
    fc.asyncProperty(fc.nat(source.size), fc.nat(source.size), async (one, other) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)];
      const part = whole.subarray(start, end);
      expect((await read(source.slice(start, end))).equals(part)).toBe(true);
      expect(await source.sha256(start, end)).toBe(sha256(part));
    }),
    { numRuns: 60 },
  );
});

test("the same tree is the same archive, whenever its files were written", async () => {
  await plant();
  const first = tarSource((await localTree(root, [])).entries);
  const hash = await first.sha256(0, first.size);
  await utimes(join(root, "a.txt"), 1, 1);
  const second = tarSource((await localTree(root, [])).entries);
  expect(await second.sha256(0, second.size)).toBe(hash);
  await writeFile(join(root, "a.txt"), "b");
  const third = tarSource((await localTree(root, [])).entries);
  expect(await third.sha256(0, third.size)).not.toBe(hash);
});

test("a file that changes or goes meanwhile ends it by its name", async () => {
  await plant();
  const source = tarSource((await localTree(root, [])).entries);
  await appendFile(join(root, "large.bin"), "more");
  await expect(read(source.slice(0, source.size))).rejects.toMatchObject({
    code: "file_not_found",
    message: expect.stringContaining("large.bin"),
  });
  await rm(join(root, "large.bin"));
  await expect(source.sha256(0, source.size)).rejects.toMatchObject({ code: "file_not_found" });
});

test("nothing at all is an archive too, and what is excluded stays", async () => {
  const empty = tarSource((await localTree(root, [])).entries);
  expect(await members(await read(empty.slice(0, empty.size)))).toEqual({});
  await plant();
  const names = (await localTree(root, ["*.bin", "d*/**"])).entries.map(({ name }) => name);
  expect(names).toEqual(["a.txt", "d".repeat(90), "empty", "grüße 漢字.txt", "leer", "within"]);
});
