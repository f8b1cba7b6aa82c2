import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { type Header, pack } from "tar-stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { saveDownload } from "./save-download.ts";

let here: string;
let target: string;

beforeEach(async () => {
  here = await mkdtemp(join(tmpdir(), "nullspace-save-"));
  target = join(here, "in/target");
  await mkdir(join(here, "in"));
});
afterEach(() => rm(here, { recursive: true, force: true }));

type Member = Partial<Header> & { name: string; content?: string };

async function tarOf(members: Member[]): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  for (const { content, ...header } of members)
    content === undefined ? archive.entry(header) : archive.entry(header, content);
  archive.finalize();
  return new Uint8Array(await buffer(archive as AsyncIterable<Uint8Array>));
}

const streamOf = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream();
const unpack = async (...members: Member[]) =>
  saveDownload(streamOf(await tarOf(members)), target, { unpack: true, replace: false });

test("files, directories and links inside arrive as they were", async () => {
  const skipped = await unpack(
    { name: "d", type: "directory", mode: 0o555 },
    { name: "d/run.sh", mode: 0o755, mtime: new Date(1_000_000_000_000), content: "#!/bin/sh\n" },
    { name: "deep/er/f", content: "f" },
    { name: "one", type: "symlink", linkname: "two" },
    { name: "two", type: "symlink", linkname: "d/run.sh" },
    { name: "deep/up", type: "symlink", linkname: "../d" },
  );
  expect(skipped).toEqual([]);
  expect(await readFile(join(target, "one"), "utf8")).toBe("#!/bin/sh\n");
  const run = await stat(join(target, "d/run.sh"));
  expect([run.mode & 0o777, run.mtimeMs]).toEqual([0o755, 1_000_000_000_000]);
  expect(await readlink(join(target, "deep/up"))).toBe("../d");
  expect(await readFile(join(target, "deep/er/f"), "utf8")).toBe("f");
});

test.each(["../out", "d/../../out", "/abs", "d/../ok"])(
  "a member named %s ends it, and nothing is left",
  async (name) => {
    await expect(unpack({ name: "fine", content: "1" }, { name, content: "2" })).rejects.toThrow("leads out");
    expect(await readdir(join(here, "in"))).toEqual([]);
    expect(await readdir(here)).toEqual(["in"]);
  },
);

test("nothing is written through a link, whatever order the members come in", async () => {
  const outside = join(here, "outside");
  await mkdir(outside);
  const skipped = await unpack(
    { name: "out", type: "symlink", linkname: "../../outside" },
    { name: "abs", type: "symlink", linkname: outside },
    { name: "flat", type: "symlink", linkname: "." },
    { name: "flat/up", type: "symlink", linkname: ".." },
    { name: "sub/x", type: "symlink", linkname: "../flat/.." },
    { name: "dev", type: "character-device", devmajor: 1, devminor: 3 },
    { name: "hard", type: "link", linkname: "/etc/passwd" },
    { name: "out/inner.txt", content: "kept inside" },
  ).catch((error: unknown) => error);
  expect(await readdir(outside)).toEqual([]);
  // The directory that the last member needed is real: the link of that name was never made.
  expect(skipped).toEqual(expect.arrayContaining(["out", "abs", "sub/x", "dev", "hard"]));
  expect((await lstat(join(target, "out"))).isDirectory()).toBe(true);
  expect(await readFile(join(target, "out/inner.txt"), "utf8")).toBe("kept inside");
  for (const name of await readdir(target, { recursive: true })) {
    const path = join(target, name);
    if (!(await lstat(path)).isSymbolicLink()) continue;
    const real = await readlink(path);
    expect(real).not.toMatch(/\.\./);
  }
});

test("what is there stays until all has arrived, and is replaced only when that is asked", async () => {
  await writeFile(target, "old");
  const file = () => streamOf(new TextEncoder().encode("new"));
  await expect(saveDownload(file(), target, { unpack: false, replace: false })).rejects.toMatchObject({
    code: "file_conflict",
  });
  const cut = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(10));
      controller.error(new Error("cut"));
    },
  });
  await expect(saveDownload(cut, target, { unpack: false, replace: true })).rejects.toThrow("cut");
  expect(await readFile(target, "utf8")).toBe("old");
  const half = (await tarOf([{ name: "f", content: "x".repeat(5000) }])).slice(0, 2048);
  await expect(saveDownload(streamOf(half), target, { unpack: true, replace: true })).rejects.toThrow();
  expect(await readFile(target, "utf8")).toBe("old");
  await saveDownload(file(), target, { unpack: false, replace: true });
  expect(await readFile(target, "utf8")).toBe("new");
  expect(await readdir(join(here, "in"))).toEqual(["target"]);
});

test("a target that is a link is replaced itself, and not what it leads to", async () => {
  const elsewhere = join(here, "elsewhere");
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, "kept"), "kept");
  await symlink(elsewhere, target);
  await saveDownload(streamOf(await tarOf([{ name: "f", content: "f" }])), target, { unpack: true, replace: true });
  expect(await readdir(elsewhere)).toEqual(["kept"]);
  expect((await lstat(target)).isDirectory()).toBe(true);
});
