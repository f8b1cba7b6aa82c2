import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { chmod, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FindInput, type FoundLine, ReplaceInput, SearchInput, SearchMessage } from "#lib/api/searching.ts";
import { createApp } from "../http/app.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { serveApp } from "../testing/serve-app.ts";
import { useTestVolume } from "../testing/use-test-volume.ts";
import { findInVolumeFiles, searchVolumeFiles } from "./find-in-volume-files.ts";
import { replaceInVolumeFiles } from "./replace-in-volume-files.ts";

/** On this text the pattern below needs longer than anyone waits. */
const HOSTILE = `${"a".repeat(60)}!`;
const HOSTILE_PATTERN = "^(a+)+\\1$";

describe.skipIf(databaseMissing() !== null)("searching a volume", () => {
  const given = useTestVolume();

  const plant = async (files: Record<string, string | Buffer>) => {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(given.volume.data, path, ".."), { recursive: true });
      await writeFile(join(given.volume.data, path), content);
    }
  };
  const find = async (input: object, options = {}) =>
    (await findInVolumeFiles(given.team.viewer, given.volume.id, FindInput.parse(input), options)).found;
  const search = async (pattern: string, path = "/") =>
    (await searchVolumeFiles(given.team.viewer, given.volume.id, SearchInput.parse({ path, pattern }))).found;
  const replace = (input: object, by = given.team.member, options = {}) =>
    replaceInVolumeFiles(by, given.volume.id, ReplaceInput.parse(input), options);
  const read = (path: string) => readFile(join(given.volume.data, path), "utf8");
  const call = (path: string, body: unknown, key = given.team.keys.write, signal?: AbortSignal) =>
    createApp(given.system).request(`/v1/volumes/${given.volume.id}/files/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });

  it("finds lines below a directory, by file and line, and leaves binary files and links alone", async () => {
    await plant({
      "d/b.txt": "one\r\nneedle two\r\nthree needle",
      "d/a/deep.txt": "é needle\n",
      "d/.hidden": "needle\n",
      "d/binary": Buffer.from("needle\0needle"),
      "elsewhere.txt": "needle\n",
    });
    await symlink("../elsewhere.txt", join(given.volume.data, "d/link"));
    execFileSync("mkfifo", [join(given.volume.data, "d/fifo")]);
    const expected: FoundLine[] = [
      { file: "/d/.hidden", line: 1, content: "needle" },
      { file: "/d/a/deep.txt", line: 1, content: "é needle" },
      { file: "/d/b.txt", line: 2, content: "needle two" },
      { file: "/d/b.txt", line: 3, content: "three needle" },
    ];
    expect(await find({ path: "/d", pattern: "needle" })).toEqual(expected);
    expect(await find({ path: "/d", pattern: "n[e]{2}dle" })).toEqual(expected);
    expect(await find({ path: "/d", pattern: "NEEDLE", case_sensitive: false })).toEqual(expected);
    expect(await find({ path: "/d/b.txt", pattern: "^three" })).toEqual([expected[3]]);
    expect(await find({ path: "/d", pattern: "n.*", literal: true })).toEqual([]);
    await expect(find({ path: "/none", pattern: "x" })).rejects.toMatchObject({ code: "file_not_found" });
    await expect(find({ pattern: "(" })).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("numbers the lines of a file that is read in many blocks, and finds what lies across two", async () => {
    const filler = `${"x".repeat(99)}\n`.repeat(30_000);
    await plant({ "large.txt": `${filler}needle\n${filler}last needle`, "one-line": `${"y".repeat(3_000_000)}needle` });
    const lines = [
      { file: "/large.txt", line: 30_001, content: "needle" },
      { file: "/large.txt", line: 60_002, content: "last needle" },
    ];
    expect(await find({ path: "/large.txt", pattern: "needle" })).toEqual(lines);
    expect(await find({ path: "/large.txt", pattern: "n(e)edle" })).toEqual(lines);
    expect(await find({ path: "/one-line", pattern: "needle" })).toEqual([
      { file: "/one-line", line: 1, content: expect.stringContaining("needle") },
    ]);
  });

  it("finds names by glob: at any depth, or by path", async () => {
    await plant({ "d/a.json": "", "d/e/b.json": "", "d/e/c.txt": "", "x.json": "" });
    expect(await search("*.json")).toEqual(["/d/a.json", "/d/e/b.json", "/x.json"]);
    expect(await search("*.{txt,json}", "/d/e")).toEqual(["/d/e/b.json", "/d/e/c.txt"]);
    expect(await search("e/*", "/d")).toEqual(["/d/e/b.json", "/d/e/c.txt"]);
    expect(await search("/d/*.json")).toEqual(["/d/a.json"]);
    expect(await search("e")).toEqual(["/d/e"]);
  });

  it("ends a pattern that would match for ever, and serves the next one; no descriptor stays", async () => {
    await plant({ "a.txt": HOSTILE, "b.txt": "fine\n" });
    await find({ pattern: "fine" });
    const open = () => readdirSync("/proc/self/fd").length;
    const before = open();
    for (let round = 0; round < 3; round++)
      await expect(find({ pattern: HOSTILE_PATTERN }, { limitMs: 100 })).rejects.toMatchObject({ code: "timeout" });
    await expect(
      replace({ files: ["/a.txt"], pattern: HOSTILE_PATTERN, replacement: "" }, given.team.member, { limitMs: 100 }),
    ).rejects.toMatchObject({ code: "timeout" });
    expect(await find({ pattern: "fine" })).toHaveLength(1);
    expect(await read("a.txt")).toBe(HOSTILE);
    // A thread that is idle may hold a few of its own.
    await expect.poll(open).toBeLessThanOrEqual(before + 4);
  });

  it("ends when nobody wants the answer any more", async () => {
    await plant({ "a.txt": HOSTILE });
    const gone = new AbortController();
    const searching = find({ pattern: HOSTILE_PATTERN }, { signal: gone.signal, limitMs: 60_000 });
    gone.abort(new Error("gone"));
    await expect(searching).rejects.toThrow("gone");
  });

  it("replaces text and expressions, keeps mode and owner, and tells the story", async () => {
    await plant({ "a.txt": "ready, ready\n", "b.txt": "name: value\n", "c.bin": Buffer.from([0, 1]), "d.txt": "none" });
    await chmod(join(given.volume.data, "a.txt"), 0o640);
    const files = ["/a.txt", "/b.txt", "/c.bin", "/d.txt", "/missing", "/"];
    const counted = { replacements: 2, files_modified: 1, files_skipped: 2, binary_files_skipped: 1 };
    const input = { files, pattern: "ready", replacement: "done" };
    expect(await replace({ ...input, dry_run: true }, given.team.viewer)).toEqual({ dry_run: true, ...counted });
    expect(await read("a.txt")).toBe("ready, ready\n");
    const { uid, mode } = await stat(join(given.volume.data, "a.txt"));
    expect(await replace(input)).toEqual({ dry_run: false, ...counted });
    expect(await read("a.txt")).toBe("done, done\n");
    expect(await stat(join(given.volume.data, "a.txt"))).toMatchObject({ uid, mode });
    expect((await given.volume.story()).at(-1)).toMatchObject({ type: "file.written", data: { path: "/a.txt" } });

    await replace({ files: ["/b.txt"], pattern: "^(\\w+): (?<rest>.*)$", replacement: "$<rest>=$1 $$ $9" });
    expect(await read("b.txt")).toBe("value=name $ $9\n");
    await replace({ files: ["/d.txt"], pattern: "none", replacement: "$&", literal: true });
    expect(await read("d.txt")).toBe("$&");
    expect(given.volume.staging()).toEqual([]);
    await expect(replace(input, given.team.viewer)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("refuses what would grow past the cap, and makes nothing of unbounded size", async () => {
    await plant({ "a.txt": "x".repeat(10_000), "b.txt": "y".repeat(10_000) });
    await given.volume.limit({ maxSizeBytes: 100_000 });
    const grow = (replacement: string) => replace({ files: ["/a.txt"], pattern: "x", replacement });
    await expect(grow("x".repeat(100))).rejects.toMatchObject({
      code: "volume_quota_exceeded",
      details: { files_modified: 0 },
    });
    expect(await grow("x".repeat(60_000))).toMatchObject({ files_modified: 0, files_skipped: 1 });
    expect(await read("a.txt")).toBe("x".repeat(10_000));
    expect(given.volume.staging()).toEqual([]);
  });

  it("leaves a file alone that changes between the read and the rewrite", async () => {
    await plant({ "a.txt": `${"z".repeat(2_000_000)} old` });
    let writes = 0;
    let writing = true;
    const file = join(given.volume.data, "a.txt");
    const writer = (async () => {
      for (; writing; writes++) await writeFile(file, `${"z".repeat(2_000_000)} old ${writes}`);
    })();
    let modified = 0;
    let skipped = 0;
    while (skipped === 0) {
      const done = await replace({ files: ["/a.txt"], pattern: "old", replacement: "new" });
      modified += done.files_modified;
      skipped += done.files_skipped;
    }
    writing = false;
    await writer;
    expect(skipped).toBeGreaterThan(0);
    expect(await read("a.txt")).toMatch(new RegExp(`^z+ (old ${writes - 1}|new ${writes - 1}|old|new.*)$`));
    expect(modified + skipped).toBeGreaterThan(0);
  });

  it("answers the official client's shapes exactly", async () => {
    await plant({ "d/a.txt": "needle\n" });
    const found = await call("find", { path: "/d", pattern: "needle" }, given.team.keys.read);
    expect(await found.json()).toEqual([{ file: "/d/a.txt", line: 1, content: "needle" }]);
    expect(found.headers.get("x-nullspace-cut")).toBe("none");
    expect(await (await call("search", { path: "/d", pattern: "*.txt" })).json()).toEqual(["/d/a.txt"]);
    const body = { files: ["/d/a.txt"], pattern: "needle", replacement: "pin", dry_run: true };
    expect(await (await call("replace", body)).json()).toEqual({
      dry_run: true,
      replacements: 1,
      files_modified: 1,
      files_skipped: 0,
      binary_files_skipped: 0,
    });
    expect((await call("replace", { ...body, dry_run: false }, given.team.keys.read)).status).toBe(403);
    const stranger = await createTestTeam(given.system);
    expect((await call("find", { path: "/d", pattern: "x" }, stranger.keys.read)).status).toBe(404);
  });

  const messages = async (response: Response) =>
    (await response.text())
      .trimEnd()
      .split("\n")
      .map((line) => SearchMessage.parse(JSON.parse(line)));

  it("streams lines with columns, names by a part of them, and says when it stopped early", async () => {
    await plant({
      "d/Alpha.txt": `Needle and needle\n${"long ".repeat(500)}needle`,
      "d/beta.txt": "needle\n",
      "e.md": "",
    });
    const lines = await call("search-stream", { path: "/", query: "needle", in: "contents", glob: "alpha*" });
    expect(await messages(lines)).toEqual([
      {
        type: "line",
        path: "/d/Alpha.txt",
        line: 1,
        column: 1,
        text: "Needle and needle",
        ranges: [
          [0, 6],
          [11, 17],
        ],
      },
      {
        type: "line",
        path: "/d/Alpha.txt",
        line: 2,
        column: 2501,
        text: expect.stringMatching(/needle$/),
        ranges: [[80, 86]],
      },
      { type: "end", looked_at: 1, found: 2, cut: null },
    ]);
    const names = await call("search-stream", { query: "ALPHA", in: "names" });
    expect(await messages(names)).toContainEqual({ type: "name", path: "/d/Alpha.txt", is_dir: false });
    const cut = await messages(await call("search-stream", { query: "needle", in: "contents", limit: 1 }));
    expect(cut.at(-1)).toMatchObject({ type: "end", found: 1, cut: "limit" });
    const word = { in: "contents", whole_word: true, path: "/d/beta.txt" };
    for (const [query, found] of [
      ["needle", 1],
      ["need", 0],
      ["eedle", 0],
    ] as const)
      for (const how of [{ case_sensitive: true }, { case_sensitive: false }, { literal: false }])
        expect((await messages(await call("search-stream", { ...word, ...how, query }))).at(-1)).toMatchObject({
          found,
        });
    expect((await call("search-stream", { query: "x", in: "names", path: "/none" })).status).toBe(404);
    expect((await call("search-stream", { query: "(", in: "contents", literal: false })).status).toBe(400);
  });

  it("ends the search of a stream whose reader has gone", async () => {
    await plant({ "a.txt": "needle\n", "b.txt": HOSTILE });
    const server = await serveApp(given.system);
    const gone = new AbortController();
    const threads = () => readdirSync("/proc/self/task").length;
    const response = await fetch(`${server.url}/v1/volumes/${given.volume.id}/files/search-stream`, {
      method: "POST",
      headers: { authorization: `Bearer ${given.team.keys.read}`, "content-type": "application/json" },
      body: JSON.stringify({ query: HOSTILE_PATTERN, in: "contents", literal: false, path: "/b.txt" }),
      signal: gone.signal,
    });
    const during = threads();
    gone.abort();
    await expect(response.text()).rejects.toThrow();
    await expect.poll(threads, { timeout: 15_000 }).toBeLessThan(during);
    await server.close();
  });
});
