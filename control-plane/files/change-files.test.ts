import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Conflict } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { System } from "../context.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume, type TestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { copyVolumeFiles } from "./copy-volume-files.ts";
import { getVolumeFileInfo } from "./get-volume-file-info.ts";
import { makeVolumeDirectory } from "./make-volume-directory.ts";
import { moveVolumeFiles } from "./move-volume-files.ts";
import { removeVolumeFile } from "./remove-volume-file.ts";
import { renameVolumeFile } from "./rename-volume-file.ts";
import { setVolumeFilePermissions } from "./set-volume-file-permissions.ts";
import { setVolumeFilesPermissions } from "./set-volume-files-permissions.ts";
import { writeVolumeFile } from "./write-volume-file.ts";

const at = (path: string) => path as VolumePath;

describe.skipIf(databaseMissing() !== null)("files that are changed", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  let volume: TestVolume;
  let outside: string;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    team = await createTestTeam(system);
    outside = join(system.config.dataDirectory, "outside");
    mkdirSync(outside, { mode: 0o750 });
    writeFileSync(join(outside, "secret"), "secret", { mode: 0o640 });
  });
  afterAll(() => close());
  beforeEach(async () => {
    volume = await createTestVolume(system, team);
  });

  const disk = (path: string) => join(volume.data, path);
  const write = (path: string, content = path) =>
    writeVolumeFile(team.member, volume.id, { path: at(path), content, encoding: "utf8" });
  const content = (path: string) => readFileSync(disk(path), "utf8");
  const rename = (from: string, to: string, ifMatch?: string) =>
    renameVolumeFile(team.member, volume.id, { old_path: at(from), new_path: at(to) }, { ifMatch });
  const move = (paths: string[], destination: string, conflict: Conflict = "error") =>
    moveVolumeFiles(team.member, volume.id, { paths: paths.map(at), destination: at(destination), conflict });
  const copy = (paths: string[], destination: string, conflict: Conflict = "error", signal?: AbortSignal) =>
    copyVolumeFiles(
      team.member,
      volume.id,
      { paths: paths.map(at), destination: at(destination), conflict },
      { signal },
    );
  const settled = async () => {
    expect(await volume.usage()).toEqual(volume.measured());
    expect(volume.staging()).toEqual([]);
    expect(readFileSync(join(outside, "secret"), "utf8")).toBe("secret");
  };
  const lastEvent = async () => (await volume.story()).at(-1);

  describe("made directories", () => {
    it("come with their parents, once, and are counted", async () => {
      expect(await makeVolumeDirectory(team.member, volume.id, at("/a/b/c"))).toMatchObject({
        path: "/a/b/c",
        is_dir: true,
        permissions: "0755",
      });
      await makeVolumeDirectory(team.member, volume.id, at("/a/b/c"));
      const made = (await volume.story()).filter(({ type }) => type === "file.directory_made");
      expect(made.map(({ data }) => data.path)).toEqual(["/a", "/a/b", "/a/b/c"]);
      await settled();
    });

    it("are refused over a file, over the cap, and to If-None-Match when they are there", async () => {
      await write("/f");
      await expect(makeVolumeDirectory(team.member, volume.id, at("/f/x"))).rejects.toMatchObject({
        code: "file_conflict",
      });
      const fresh = makeVolumeDirectory(team.member, volume.id, at("/"), { ifNoneMatch: "*" });
      await expect(fresh).rejects.toMatchObject({ code: "precondition_failed" });
      await volume.limit({ maxSizeBytes: 8192 });
      await expect(makeVolumeDirectory(team.member, volume.id, at("/x/y"))).rejects.toMatchObject({
        code: "volume_quota_exceeded",
      });
      expect(readdirSync(volume.data)).toEqual(["f"]);
      await settled();
    });
  });

  describe("renamed", () => {
    it("have the new path, whatever they are", async () => {
      await write("/f", "content");
      expect(await rename("/f", "/g")).toMatchObject({ path: "/g", name: "g" });
      expect(content("g")).toBe("content");
      symlinkSync(join(outside, "secret"), disk("link"));
      await rename("/link", "/moved");
      expect(readlinkSync(disk("moved"))).toBe(join(outside, "secret"));
      execFileSync("mkfifo", [disk("fifo")]);
      await rename("/fifo", "/pipe");
      mkdirSync(disk("d"));
      await rename("/d", "/e");
      expect(readdirSync(volume.data).toSorted()).toEqual(["e", "g", "moved", "pipe"]);
      expect(await lastEvent()).toMatchObject({ type: "file.moved", data: { path: "/d", to: "/e" } });
    });

    it("replace nothing, and go into no missing directory nor into themselves", async () => {
      await write("/f", "f");
      await write("/d/g", "g");
      mkdirSync(disk("empty"));
      await expect(rename("/f", "/d/g")).rejects.toMatchObject({ code: "file_conflict" });
      await expect(rename("/f", "/empty")).rejects.toMatchObject({ code: "file_conflict" });
      await expect(rename("/d", "/empty")).rejects.toMatchObject({ code: "file_conflict" });
      await expect(rename("/f", "/nope/f")).rejects.toMatchObject({ code: "file_not_found" });
      await expect(rename("/nope", "/f2")).rejects.toMatchObject({ code: "file_not_found" });
      await expect(rename("/d", "/d/e")).rejects.toMatchObject({ code: "file_conflict" });
      symlinkSync("/d", disk("alias"));
      await expect(rename("/d", "/alias/e")).rejects.toMatchObject({ code: "file_conflict" });
      await expect(rename("/", "/x")).rejects.toMatchObject({ code: "file_conflict" });
      await expect(rename("/f", "/")).rejects.toMatchObject({ code: "file_conflict" });
      expect([content("f"), content("d/g")]).toEqual(["f", "g"]);
      expect(volume.staging()).toEqual([]);
    });

    it("must be the version that is meant", async () => {
      const { etag } = await write("/f", "one");
      await expect(rename("/f", "/g", '"other"')).rejects.toMatchObject({ code: "precondition_failed" });
      expect(await rename("/f", "/g", etag ?? "")).toMatchObject({ etag });
    });
  });

  describe("moved", () => {
    it("go together, and what cannot go is told", async () => {
      await write("/a");
      await write("/d/x");
      await write("/to/b");
      await write("/b");
      const result = await move(["/a", "/nope", "/d", "/b", "/to"], "/to");
      expect(result.succeeded.map(({ path, to }) => [path, to])).toEqual([
        ["/a", "/to/a"],
        ["/d", "/to/d"],
      ]);
      expect(result.failed.map(({ path, code }) => [path, code])).toEqual([
        ["/nope", "file_not_found"],
        ["/b", "file_conflict"],
        ["/to", "file_conflict"],
      ]);
      expect(content("to/b")).toBe("/to/b");
      await settled();
    });

    it("stand beside what has the name, or in its place, directories too", async () => {
      await write("/f", "new");
      await write("/d/new", "new");
      await write("/to/f", "old");
      await write("/to/d/old", "old");
      expect((await move(["/f"], "/to", "keep_both")).succeeded[0]?.to).toBe("/to/f (2)");
      await write("/f", "newer");
      await move(["/f", "/d"], "/to", "replace");
      expect(content("to/f")).toBe("newer");
      expect(readdirSync(disk("to/d"))).toEqual(["new"]);
      expect((await move(["/to/f"], "/to", "replace")).failed[0]?.code).toBe("file_conflict");
      expect(content("to/f")).toBe("newer");
      await settled();
    });

    it("keep one name of two that are the same file", async () => {
      await write("/f", "same");
      mkdirSync(disk("to"));
      linkSync(disk("f"), disk("to/f"));
      await move(["/f"], "/to", "replace");
      expect([existsSync(disk("f")), content("to/f")]).toEqual([false, "same"]);
    });

    it("need a directory to go to", async () => {
      await write("/f");
      await expect(move(["/f"], "/nope")).rejects.toMatchObject({ code: "file_not_found" });
      await expect(move(["/f"], "/f")).rejects.toMatchObject({ code: "file_conflict" });
    });
  });

  describe("copied", () => {
    it("come whole: content, modes, times, links as links, holes as holes", async () => {
      await write("/d/e/f", "content");
      writeFileSync(disk("d/run"), "x", { mode: 0o755 });
      utimesSync(disk("d/run"), 1000, 2000);
      symlinkSync(join(outside, "secret"), disk("d/link"));
      truncateSync(disk("d/e/f"), 10_000_000);
      mkdirSync(disk("d/closed"), { mode: 0o555 });
      mkdirSync(disk("to"));
      const result = await copy(["/d"], "/to");
      expect(result).toMatchObject({ succeeded: [{ path: "/d", to: "/to/d" }], failed: [] });
      expect(content("to/d/e/f").slice(0, 7)).toBe("content");
      expect(lstatSync(disk("to/d/e/f"))).toMatchObject({ size: 10_000_000 });
      expect(lstatSync(disk("to/d/e/f")).blocks).toBeLessThanOrEqual(8);
      expect(readlinkSync(disk("to/d/link"))).toBe(join(outside, "secret"));
      const run = lstatSync(disk("to/d/run"));
      expect([run.mode & 0o777, run.mtimeMs]).toEqual([0o755, 2_000_000]);
      expect(lstatSync(disk("to/d/closed")).mode & 0o777).toBe(0o555);
      expect(volume.staging()).toEqual([]);
    });

    it("are counted as they are", async () => {
      await write("/d/e/f", "x".repeat(50_000));
      await write("/g", "y".repeat(10_000));
      await copy(["/d", "/g"], "/", "keep_both");
      await copy(["/d"], "/d");
      await copy(["/g"], "/d (2)");
      await write("/g", "z");
      await copy(["/g"], "/d (2)", "replace");
      expect(content("d (2)/g")).toBe("z");
      expect(content("g (2)").length).toBe(10_000);
      expect(readdirSync(disk("d/d"))).toEqual(["e"]);
      await settled();
      expect(await lastEvent()).toMatchObject({ type: "file.copied", data: { path: "/g", to: "/d (2)/g" } });
    });

    it("leave out what is no file, and say so", async () => {
      await write("/d/f");
      execFileSync("mkfifo", [disk("d/fifo")]);
      execFileSync("mkfifo", [disk("fifo")]);
      mkdirSync(disk("to"));
      const { succeeded, failed } = await copy(["/d", "/fifo"], "/to");
      expect(succeeded.map(({ to }) => to)).toEqual(["/to/d"]);
      expect(failed.map(({ path, code }) => [path, code])).toEqual([
        ["/d/fifo", "file_conflict"],
        ["/fifo", "file_conflict"],
      ]);
      expect(readdirSync(disk("to/d"))).toEqual(["f"]);
      expect(volume.staging()).toEqual([]);
    });

    it("are refused before the first byte where they do not fit", async () => {
      await write("/d/f", "x".repeat(60_000));
      await volume.limit({ maxSizeBytes: 100_000 });
      const { failed } = await copy(["/d"], "/", "keep_both");
      expect(failed).toMatchObject([{ path: "/d", code: "volume_quota_exceeded" }]);
      expect(readdirSync(volume.data)).toEqual(["d"]);
      await settled();
    });

    it("end when nobody waits any more, with nothing half done", async () => {
      await write("/d/f", "x".repeat(60_000));
      const controller = new AbortController();
      controller.abort();
      await expect(copy(["/d"], "/", "keep_both", controller.signal)).rejects.toMatchObject({ code: "timeout" });
      for (let i = 0; i < 200; i++) writeFileSync(disk(`d/f${i}`), "x");
      const later = new AbortController();
      const copying = copy(["/d"], "/", "keep_both", later.signal);
      const interval = setInterval(() => volume.staging().length > 0 && later.abort(), 1);
      const ended = await copying.catch((error: unknown) => error);
      clearInterval(interval);
      if (readdirSync(volume.data).length === 1) expect(ended).toMatchObject({ code: "timeout" });
      expect(volume.staging()).toEqual([]);
    });
  });

  describe("removed", () => {
    it("go with all in them; what a link leads to stays", async () => {
      await write("/d/e/f", "x".repeat(30_000));
      await write("/kept");
      symlinkSync(outside, disk("d/out"));
      symlinkSync("/kept", disk("d/in"));
      linkSync(disk("kept"), disk("d/linked"));
      await removeVolumeFile(team.member, volume.id, at("/d"));
      expect(readdirSync(volume.data)).toEqual(["kept"]);
      expect(await lastEvent()).toMatchObject({ type: "file.removed", data: { path: "/d" } });
      expect(volume.staging()).toEqual([]);
      expect(readdirSync(outside)).toEqual(["secret"]);
      symlinkSync(outside, disk("link"));
      await removeVolumeFile(team.member, volume.id, at("/link"));
      expect(readdirSync(outside)).toEqual(["secret"]);
    });

    it("are taken off the books", async () => {
      await write("/d/e/f", "x".repeat(30_000));
      await write("/g", "x".repeat(30_000));
      await removeVolumeFile(team.member, volume.id, at("/d"));
      await removeVolumeFile(team.member, volume.id, at("/g"));
      expect(await volume.usage()).toMatchObject({ inodeCount: 0, usedBytes: 0 });
      await settled();
    });

    it("must be there, must not be the root, and be the version that is meant", async () => {
      const { etag } = await write("/f");
      const remove = (path: string, ifMatch?: string) =>
        removeVolumeFile(team.member, volume.id, at(path), { ifMatch });
      await expect(remove("/nope")).rejects.toMatchObject({ code: "file_not_found" });
      await expect(remove("/")).rejects.toMatchObject({ code: "file_conflict" });
      await expect(remove("/f", '"other"')).rejects.toMatchObject({ code: "precondition_failed", details: { etag } });
      expect(existsSync(disk("f"))).toBe(true);
      await remove("/f", etag ?? "");
    });
  });

  describe("permissions", () => {
    const mode = (path: string) => lstatSync(path).mode & 0o7777;
    const set = (path: string, permissions: string) =>
      setVolumeFilePermissions(team.member, volume.id, { path: at(path), permissions });

    it("are set, through a link inside the volume, and never outside", async () => {
      await write("/f");
      symlinkSync("/f", disk("in"));
      symlinkSync(join(outside, "secret"), disk("out"));
      await set("/in", "600");
      expect(mode(disk("f"))).toBe(0o600);
      await expect(set("/out", "0777")).rejects.toMatchObject({ code: "file_not_found" });
      expect(mode(join(outside, "secret"))).toBe(0o640);
      expect(await lastEvent()).toMatchObject({
        type: "file.permissions_changed",
        data: { path: "/in", permissions: "0600" },
      });
    });

    it("of a tree keep its directories open, and leave links alone", async () => {
      await write("/d/e/f");
      symlinkSync(join(outside, "secret"), disk("d/out"));
      symlinkSync(outside, disk("d/e/out"));
      execFileSync("mkfifo", ["-m", "666", disk("d/fifo")]);
      const input = { paths: [at("/d"), at("/nope")], permissions: "0640", recursive: true };
      const { succeeded, failed } = await setVolumeFilesPermissions(team.member, volume.id, input);
      expect([succeeded.length, failed[0]?.code]).toEqual([1, "file_not_found"]);
      expect([mode(disk("d")), mode(disk("d/e")), mode(disk("d/e/f"))]).toEqual([0o750, 0o750, 0o640]);
      expect(mode(disk("d/fifo"))).toBe(0o666);
      expect([mode(outside), mode(join(outside, "secret"))]).toEqual([0o750, 0o640]);
    });
  });

  it("are refused to a viewer and to another team, whatever the verb", async () => {
    await write("/f", "kept");
    const other = await createTestTeam(system);
    const bulk = { paths: [at("/f")], destination: at("/"), conflict: "keep_both" as const };
    const names = { old_path: at("/f"), new_path: at("/g") };
    for (const [ctx, code] of [
      [team.viewer, "forbidden"],
      [other.owner, "volume_not_found"],
    ] as const) {
      const attempts = [
        makeVolumeDirectory(ctx, volume.id, at("/d")),
        renameVolumeFile(ctx, volume.id, names),
        moveVolumeFiles(ctx, volume.id, bulk),
        copyVolumeFiles(ctx, volume.id, bulk),
        removeVolumeFile(ctx, volume.id, at("/f")),
        setVolumeFilePermissions(ctx, volume.id, { path: at("/f"), permissions: "0777" }),
        setVolumeFilesPermissions(ctx, volume.id, { paths: [at("/f")], permissions: "0777", recursive: true }),
      ];
      for (const outcome of await Promise.allSettled(attempts))
        expect(outcome).toMatchObject({ status: "rejected", reason: { code } });
    }
    const seen = getVolumeFileInfo(other.owner, volume.id, at("/f"));
    await expect(seen).rejects.toMatchObject({ code: "volume_not_found" });
    expect(readdirSync(volume.data)).toEqual(["f"]);
  });
});
