import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { compareNames } from "#lib/api/compare-names.ts";
import { type FileInfo, type FilePage, ListFilesQuery } from "#lib/api/files.ts";
import type { Context } from "../context.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { useTestVolume } from "../testing/use-test-volume.ts";
import { getVolumeFileInfo } from "./get-volume-file-info.ts";
import { listVolumeFiles } from "./list-volume-files.ts";
import { volumeFileExists } from "./volume-file-exists.ts";

describe.skipIf(databaseMissing() !== null)("a listed directory", () => {
  const given = useTestVolume();

  const disk = (path: string) => join(given.volume.data, path);
  const ask = async (query: Record<string, unknown>, ctx: Context = given.team.viewer): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await listVolumeFiles(ctx, given.volume.id, ListFilesQuery.parse(query))));
  // Both are what the query asks for: a bare array, and a page with `limit`.
  const list = async (query: Record<string, unknown> = {}) => (await ask(query)) as FileInfo[];
  const page = async (query: Record<string, unknown>) => (await ask({ limit: 100, ...query })) as FilePage;
  const names = (entries: readonly FileInfo[]) => entries.map(({ name }) => name);
  const make = (...files: string[]) => {
    for (const file of files) writeFileSync(disk(file), "");
  };

  it("shows directories first, and names as people count", async () => {
    make("a10", "B", "a2", "A2", "_", "9", "10");
    mkdirSync(disk("z"));
    mkdirSync(disk("b"));
    expect(names(await list())).toEqual(["b", "z", "9", "10", "_", "A2", "a2", "a10", "B"]);
    expect(names((await page({ order: "desc" })).entries)).toEqual(["z", "b", "B", "a10", "a2", "A2", "_", "10", "9"]);
  });

  it("says what each entry is, and opens none", async () => {
    make("file");
    writeFileSync(disk("file"), "content");
    chmodSync(disk("file"), 0o4751);
    mkdirSync(disk("directory"));
    symlinkSync("/nowhere", disk("link"));
    execFileSync("mkfifo", [disk("fifo")]);
    const server = createServer().listen(disk("socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    if (process.getuid?.() === 0) execFileSync("mknod", [disk("device"), "c", "1", "3"]);
    const entries = new Map((await list({ include: "etag" })).map((entry) => [entry.name, entry]));
    expect(entries.get("file")).toMatchObject({
      path: "/file",
      is_dir: false,
      size: 7,
      type: "file",
      mode: "-rwsr-x--x",
      permissions: "4751",
      symlink_target: null,
      etag: expect.stringMatching(/^".+"$/),
    });
    expect(entries.get("directory")).toMatchObject({ type: "directory", is_dir: true, etag: null });
    expect(entries.get("link")).toMatchObject({ type: "symlink", symlink_target: "/nowhere", is_dir: false });
    expect(entries.get("fifo")?.mode).toMatch(/^p/);
    expect(entries.get("socket")?.type).toBe("socket");
    if (process.getuid?.() === 0) expect(entries.get("device")).toMatchObject({ type: "device" });
    for (const [name, entry] of entries)
      expect(await getVolumeFileInfo(given.team.viewer, given.volume.id, entry.path), name).toEqual(entry);
    server.close();
  });

  it("shows every name, and each can be asked for", async () => {
    const hostile = [
      "new\nline",
      "quo\"te's",
      "<script>alert(1)<",
      "\u202Egnp.exe",
      "💾",
      "e\u0301",
      "é",
      " ",
      "-rf",
      "%2e",
    ];
    make(...hostile);
    writeFileSync(Buffer.concat([Buffer.from(`${given.volume.data}/`), Buffer.from([0x61, 0xff, 0x25])]), "bytes");
    const entries = await list();
    expect(names(entries).toSorted()).toEqual([...hostile, "\u{FFFD}a%FF%25"].toSorted());
    for (const { path } of entries) expect(await volumeFileExists(given.team.viewer, given.volume.id, path)).toBe(true);
    const [broken] = (await page({ filter: "%FF" })).entries;
    expect(broken).toMatchObject({ name: "\u{FFFD}a%FF%25", size: 5 });
  });

  it("has a time that can be written, whatever a file claims", async () => {
    make("late", "early");
    utimesSync(disk("late"), 0, 15_000_000_000);
    utimesSync(disk("early"), 0, -2_000_000_000);
    for (const entry of await list()) expect(new Date(entry.modified_time).toISOString()).toBe(entry.modified_time);
  });

  it("goes as deep as asked, each directory before what is in it, and follows no link down", async () => {
    mkdirSync(disk("a/b/c"), { recursive: true });
    make("a/b/c/deep", "a/f", "g");
    symlinkSync("/a", disk("link"));
    const paths = async (depth: number) => (await list({ depth })).map(({ path }) => path);
    expect(await paths(1)).toEqual(["/a", "/g", "/link"]);
    expect(await paths(2)).toEqual(["/a", "/a/b", "/a/f", "/g", "/link"]);
    expect(await paths(9)).toEqual(["/a", "/a/b", "/a/b/c", "/a/b/c/deep", "/a/f", "/g", "/link"]);
    expect((await list({ path: "/link/b", depth: 1 })).map(({ path }) => path)).toEqual(["/link/b/c"]);
  });

  describe("in pages", () => {
    const all = Array.from({ length: 2345 }, (_, i) => `file-${i}.txt`);
    beforeEach(() => {
      make(...all);
      for (let i = 0; i < 5; i++) mkdirSync(disk(`dir-${i}`));
    });
    const expected = [...Array.from({ length: 5 }, (_, i) => `dir-${i}`), ...all.toSorted(compareNames)];

    it.each(["asc", "desc"])("walks through all of it by cursor, %s", async (order) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { entries, next_cursor, total, offset } = await page({ limit: 500, order, cursor });
        expect([total, offset]).toEqual([2350, seen.length]);
        seen.push(...names(entries));
        cursor = next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(
        order === "asc" ? expected : [...expected.slice(0, 5).reverse(), ...expected.slice(5).reverse()],
      );
    });

    it("neither repeats nor skips when others come and go meanwhile", async () => {
      const first = await page({ limit: 100 });
      rmSync(disk("file-94.txt"));
      make("file-0a.txt", "file-95a.txt");
      const second = await page({ limit: 100, cursor: first.next_cursor });
      expect(names(second.entries).slice(0, 3)).toEqual(["file-95.txt", "file-95a.txt", "file-96.txt"]);
    });

    it("starts anywhere", async () => {
      expect(names((await page({ limit: 2, offset: 1000 })).entries)).toEqual(expected.slice(1000, 1002));
      expect(await page({ limit: 2, offset: 9999 })).toMatchObject({ entries: [], next_cursor: null, offset: 2350 });
      const jumped = await page({ limit: 1, starts_with: "FILE-2" });
      expect(names(jumped.entries)).toEqual(["file-2.txt"]);
      expect(jumped.offset).toBe(expected.indexOf("file-2.txt"));
      expect((await page({ starts_with: "nothing" })).offset).toBe(2350);
    });

    it("filters by a part of the name, without regard to case", async () => {
      const found = await page({ filter: "FILE-99", limit: 3 });
      expect(names(found.entries)).toEqual(["file-99.txt", "file-990.txt", "file-991.txt"]);
      expect(found.total).toBe(11);
      const rest = await page({ filter: "FILE-99", cursor: found.next_cursor });
      expect(rest).toMatchObject({ offset: 3, next_cursor: null });
      expect(rest.entries).toHaveLength(8);
    });

    it("refuses a cursor of another sorting, or none of ours", async () => {
      const { next_cursor } = await page({ limit: 1 });
      await expect(page({ cursor: next_cursor, sort: "size" })).rejects.toMatchObject({ code: "invalid_request" });
      await expect(page({ cursor: "bm8" })).rejects.toMatchObject({ code: "invalid_request" });
    });
  });

  it("sorts by size, time, mode and type, directories first, names where those are equal", async () => {
    make("a.txt", "b.bin", "c.txt", "d");
    mkdirSync(disk("dir"));
    truncateSync(disk("a.txt"), 10);
    truncateSync(disk("b.bin"), 5);
    for (const [i, name] of ["c.txt", "a.txt", "d", "b.bin"].entries()) utimesSync(disk(name), 0, 1000 + i);
    chmodSync(disk("d"), 0o600);
    const sorted = async (sort: string, order = "asc") => names((await page({ sort, order })).entries);
    expect(await sorted("size")).toEqual(["dir", "c.txt", "d", "b.bin", "a.txt"]);
    expect(await sorted("size", "desc")).toEqual(["dir", "a.txt", "b.bin", "d", "c.txt"]);
    expect(await sorted("modified")).toEqual(["dir", "c.txt", "a.txt", "d", "b.bin"]);
    expect(await sorted("mode")).toEqual(["dir", "d", "a.txt", "b.bin", "c.txt"]);
    expect(await sorted("type")).toEqual(["dir", "d", "b.bin", "a.txt", "c.txt"]);
    truncateSync(disk("d"), 100);
    expect(await sorted("size", "desc")).toEqual(["dir", "d", "a.txt", "b.bin", "c.txt"]);
  });

  it("is what it is now, however quickly it changes", async () => {
    make("f");
    for (let i = 0; i < 20; i++) {
      renameSync(disk(i === 0 ? "f" : `f${i - 1}`), disk(`f${i}`));
      expect(names((await page({})).entries)).toEqual([`f${i}`]);
    }
  });

  it("must be a directory that is there, of a volume of the team", async () => {
    make("f");
    await expect(list({ path: "/f" })).rejects.toMatchObject({ code: "file_conflict" });
    await expect(list({ path: "/nope" })).rejects.toMatchObject({ code: "file_not_found" });
    symlinkSync("/etc", disk("out"));
    await expect(list({ path: "/out" })).rejects.toMatchObject({ code: "file_not_found" });
    const other = await createTestTeam(given.system);
    await expect(ask({}, other.owner)).rejects.toMatchObject({ code: "volume_not_found" });
  });
});
