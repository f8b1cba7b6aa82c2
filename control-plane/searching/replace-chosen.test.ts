import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PreviewMessage, PreviewReplaceInput, ReplaceChosenInput } from "#lib/api/replacing.ts";
import { createApp } from "../http/app.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { useTestVolume } from "../testing/use-test-volume.ts";
import { previewVolumeReplace } from "./preview-volume-replace.ts";
import { replaceChosenMatches } from "./replace-chosen-matches.ts";
import type { Previewed } from "./search-contract.ts";

/** On this text the pattern below needs longer than anyone waits. */
const HOSTILE = `${"a".repeat(60)}!`;
const HOSTILE_PATTERN = "^(a+)+$";

describe.skipIf(databaseMissing() !== null)("replacing what was chosen in a preview", () => {
  const given = useTestVolume();

  const at = (path: string) => join(given.volume.data, path);
  const read = (path: string) => readFile(at(path), "utf8");
  const plant = async (files: Record<string, string | Buffer>) => {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(at(join(path, "..")), { recursive: true });
      await writeFile(at(path), content);
    }
  };
  const preview = async (input: object, options = {}) => {
    const files: Previewed[] = [];
    const tell = (some: Previewed[]) => void files.push(...some);
    const asked = PreviewReplaceInput.parse(input);
    const end = await previewVolumeReplace(given.team.viewer, given.volume.id, asked, { ...options, tell });
    return { ...end, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
  };
  /** What a preview says, as what is sent back; all of it chosen unless told otherwise. */
  const choose = (files: Previewed[], chosen: Record<string, object> = {}) =>
    files.flatMap((file) =>
      file.type === "file" ? [{ path: file.path, etag: file.etag, chosen: chosen[file.path] ?? { all: true } }] : [],
    );
  const apply = (input: object, by = given.team.member, options = {}) =>
    replaceChosenMatches(by, given.volume.id, ReplaceChosenInput.parse(input), options);
  const call = (path: string, body: unknown, key = given.team.keys.write) =>
    createApp(given.system).request(`/v1/volumes/${given.volume.id}/files/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it("shows each match with what stands there instead, and replaces only what was chosen", async () => {
    await plant({ "d/a.txt": "one two\r\nOne and one\r\n", "d/b.txt": "one", "d/c.txt": "none at all" });
    await chmod(at("d/a.txt"), 0o640);
    await symlink("a.txt", at("d/link"));
    execFileSync("mkfifo", [at("d/fifo")]);
    const what = { query: "one", replacement: "1", whole_word: true };
    const shown = await preview({ ...what, path: "/d" });
    expect(shown).toMatchObject({ cut: null, lookedAt: 3 });
    expect(shown.files).toEqual([
      {
        type: "file",
        path: "/d/a.txt",
        etag: expect.any(String),
        total: 3,
        matches: [
          { line: 1, column: 1, text: "one two", range: [0, 3], put: "1", put_cut: false },
          { line: 2, column: 1, text: "One and one", range: [0, 3], put: "1", put_cut: false },
          { line: 2, column: 9, text: "One and one", range: [8, 11], put: "1", put_cut: false },
        ],
      },
      expect.objectContaining({ path: "/d/b.txt", total: 1 }),
    ]);
    const { uid } = await stat(at("d/a.txt"));
    const done = await apply({ ...what, files: choose(shown.files, { "/d/a.txt": { except: [1] } }) });
    expect(done).toEqual({ replacements: 3, files_modified: 2, left_alone: [], stopped: null });
    expect(await read("d/a.txt")).toBe("1 two\r\nOne and 1\r\n");
    expect(await read("d/b.txt")).toBe("1");
    expect(await read("d/c.txt")).toBe("none at all");
    expect((await stat(at("d/a.txt"))).uid).toBe(uid);
    expect((await stat(at("d/a.txt"))).mode & 0o777).toBe(0o640);
    expect((await given.volume.story()).map(({ type }) => type)).toContain("file.written");
    expect(given.volume.staging()).toEqual([]);
  });

  it("puts in groups of an expression, and text as it stands", async () => {
    await plant({ "a.txt": "key: value\nother: thing\n", "b.txt": "cost" });
    const what = { query: "^(\\w+): (?<rest>.*)$", literal: false, replacement: "$<rest>=$1" };
    const { files } = await preview(what);
    expect(files[0]).toMatchObject({ matches: [{ put: "value=key" }, { put: "thing=other" }] });
    await apply({ ...what, files: choose(files, { "/a.txt": { only: [1] } }) });
    expect(await read("a.txt")).toBe("key: value\nthing=other\n");
    const text = { query: "cost", replacement: "$&$1" };
    await apply({ ...text, files: choose((await preview(text)).files) });
    expect(await read("b.txt")).toBe("$&$1");
  });

  it("leaves alone what changed, went or is no text, and says which", async () => {
    await plant({
      "changed.txt": "old",
      "gone.txt": "old",
      "same.txt": "old",
      "latin1.txt": Buffer.from([0x6f, 0x6c, 0x64, 0xe9]),
      "binary.bin": Buffer.from("old\0old"),
    });
    const what = { query: "old", replacement: "new" };
    const { files } = await preview(what);
    expect(files.map(({ path, type }) => [path, type])).toEqual([
      ["/changed.txt", "file"],
      ["/gone.txt", "file"],
      ["/latin1.txt", "not_replaceable"],
      ["/same.txt", "file"],
    ]);
    await writeFile(at("changed.txt"), "old and newer");
    execFileSync("rm", [at("gone.txt")]);
    execFileSync("mkfifo", [at("gone.txt")]);
    expect(await apply({ ...what, files: choose(files) })).toEqual({
      replacements: 1,
      files_modified: 1,
      left_alone: [
        { path: "/changed.txt", reason: "changed" },
        { path: "/gone.txt", reason: "gone" },
      ],
      stopped: null,
    });
    expect(await read("changed.txt")).toBe("old and newer");
    expect(await read("same.txt")).toBe("new");
    // The same again finds another version, and changes nothing twice.
    expect((await apply({ ...what, files: choose(files) })).files_modified).toBe(0);
  });

  it("stops at the cap, and tells what was done and what was not tried", async () => {
    await plant({ "a.txt": "x", "b.txt": "x".repeat(10), "c.txt": "x" });
    await given.volume.limit({ maxSizeBytes: 100_000 });
    const replacement = "y".repeat(50_000);
    const what = { query: "x", replacement };
    const { files } = await preview(what);
    const done = await apply({ ...what, files: choose(files) });
    expect(done).toMatchObject({ stopped: { code: "volume_quota_exceeded" }, left_alone: [] });
    // Those beside the one that is refused may have been done, or not.
    const small = [await read("a.txt"), await read("c.txt")];
    expect(small.filter((text) => text === replacement)).toHaveLength(done.files_modified);
    expect(small.filter((text) => text === "x")).toHaveLength(2 - done.files_modified);
    expect(done.stopped?.files_left).toBe(3 - done.files_modified);
    expect(await read("b.txt")).toBe("x".repeat(10));
    expect(given.volume.staging()).toEqual([]);
  });

  it("ends an expression that would match for ever", async () => {
    await plant({ "a.txt": HOSTILE, "b.txt": "fine" });
    const what = { query: HOSTILE_PATTERN, literal: false, replacement: "" };
    expect(await preview(what, { limitMs: 100 })).toMatchObject({ cut: "time" });
    const { files } = await preview({ query: "!", replacement: "" });
    const done = await apply({ ...what, files: choose(files) }, given.team.member, { limitMs: 100 });
    expect(done).toMatchObject({ files_modified: 0, stopped: { code: "timeout", files_left: 1 } });
    expect(await read("a.txt")).toBe(HOSTILE);
    expect((await preview({ query: "fine", replacement: "x" })).files).toHaveLength(1);
  });

  it("shows the first matches of a file with many, and replaces the rest with them", async () => {
    await plant({ "a.txt": "x\n".repeat(700) });
    const what = { query: "x", replacement: "y" };
    const { files } = await preview(what);
    expect(files[0]).toMatchObject({ total: 700 });
    expect(files[0]?.type === "file" && files[0].matches).toHaveLength(500);
    expect(await apply({ ...what, files: choose(files, { "/a.txt": { except: [0] } }) })).toMatchObject({
      replacements: 699,
    });
    expect(await read("a.txt")).toBe(`x\n${"y\n".repeat(699)}`);
  });

  it("is streamed to those who may read, done by those who may write, and for nobody of another team", async () => {
    await plant({ "a.txt": "old" });
    const what = { query: "old", replacement: "new" };
    const lines = (await (await call("replace-preview", what, given.team.keys.read)).text()).trimEnd().split("\n");
    const messages = lines.map((line) => PreviewMessage.parse(JSON.parse(line)));
    expect(messages).toMatchObject([
      { type: "file", path: "/a.txt" },
      { type: "end", looked_at: 1, cut: null },
    ]);
    const [first] = messages;
    const files = first?.type === "file" ? choose([first]) : [];
    expect((await call("replace-chosen", { ...what, files }, given.team.keys.read)).status).toBe(403);
    const stranger = await createTestTeam(given.system);
    expect((await call("replace-preview", what, stranger.keys.read)).status).toBe(404);
    expect((await call("replace-chosen", { ...what, files }, stranger.keys.write)).status).toBe(404);
    expect((await call("replace-preview", { ...what, query: "(", literal: false })).status).toBe(400);
    const any = files.map((file) => ({ ...file, etag: "*" }));
    expect((await call("replace-chosen", { ...what, files: any })).status).toBe(400);
    expect(await (await call("replace-chosen", { ...what, files })).json()).toMatchObject({ files_modified: 1 });
    expect(await read("a.txt")).toBe("new");
  });
});
