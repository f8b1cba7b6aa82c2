import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WriteFileInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Context, System } from "../context.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume, type TestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { listTrash } from "./list-trash.ts";
import type { Preconditions } from "./preconditions.ts";
import { publishFile } from "./publish-file.ts";
import { readVolumeFile } from "./read-volume-file.ts";
import { trashVolumeFiles } from "./trash-volume-files.ts";
import { writeVolumeFile } from "./write-volume-file.ts";

const text = (path: string, content: string): WriteFileInput => ({
  path: path as VolumePath,
  content,
  encoding: "utf8",
});

describe.skipIf(databaseMissing() !== null)("a written file", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  let volume: TestVolume;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem({ config: { maxInlineBytes: 1_000_000 } }));
    team = await createTestTeam(system);
  });
  afterAll(() => close());
  beforeEach(async () => {
    volume = await createTestVolume(system, team);
  });

  const write = (path: string, content: string, given?: Preconditions, ctx: Context = team.member) =>
    writeVolumeFile(ctx, volume.id, text(path, content), given);
  const read = async (path: string, encoding: "utf8" | "base64" = "utf8") =>
    readVolumeFile(team.viewer, volume.id, { path: path as VolumePath, encoding });
  const disk = (path: string) => join(volume.data, path);
  const booksAreRight = async () => expect(await volume.usage()).toEqual(volume.measured());

  it("reads back, with its parents made, counted and told", async () => {
    const info = await write("/a/b/f.txt", "hello");
    expect(info).toMatchObject({ path: "/a/b/f.txt", name: "f.txt", size: 5, type: "file", permissions: "0644" });
    expect(await read("/a/b/f.txt")).toEqual({
      file: { content: "hello", encoding: "utf8", size: 5 },
      etag: info.etag,
    });
    expect((await read("/a/b/f.txt", "base64")).file.content).toBe("aGVsbG8=");
    await booksAreRight();
    expect(volume.staging()).toEqual([]);
    const { used_bytes, inode_count } = { used_bytes: (await volume.usage()).usedBytes, inode_count: 3 };
    expect(await volume.story()).toMatchObject([
      { type: "volume.created" },
      { type: "file.directory_made", data: { path: "/a" } },
      { type: "file.directory_made", data: { path: "/a/b" } },
      {
        type: "file.written",
        data: { path: "/a/b/f.txt", size: 5, etag: info.etag, created: true, usage: { used_bytes, inode_count } },
      },
    ]);
  });

  it("belongs to the volume owner, and so do its parents", async () => {
    await write("/a/f", "x");
    const uid = process.getuid?.() === 0 ? system.config.volumeUid : process.getuid?.();
    expect([lstatSync(disk("a")).uid, lstatSync(disk("a/f")).uid]).toEqual([uid, uid]);
  });

  it("keeps mode and owner of what it replaces, but not set-uid", async () => {
    writeFileSync(disk("f"), "old");
    if (process.getuid?.() === 0) chownSync(disk("f"), 1234, 1235);
    chmodSync(disk("f"), 0o4750);
    const { uid, gid } = statSync(disk("f"));
    await write("/f", "new");
    const stat = statSync(disk("f"));
    expect([stat.uid, stat.gid, stat.mode & 0o7777]).toEqual([uid, gid, 0o750]);
    expect(readFileSync(disk("f"), "utf8")).toBe("new");
  });

  it("counts by what it changes: growing, shrinking, beside a hard link", async () => {
    await write("/f", "x".repeat(100_000));
    await booksAreRight();
    await write("/f", "x");
    await booksAreRight();
    linkSync(disk("f"), disk("g"));
    await write("/f", "y".repeat(20_000));
    await booksAreRight();
    expect(readFileSync(disk("g"), "utf8")).toBe("x");
  });

  describe("with conditions", () => {
    it("goes over the version that is meant, and over no other", async () => {
      const { etag } = await write("/f", "one");
      const second = await write("/f", "two", { ifMatch: etag ?? "" });
      const refused = write("/f", "three", { ifMatch: etag ?? "" });
      await expect(refused).rejects.toMatchObject({ code: "precondition_failed", details: { etag: second.etag } });
      expect(readFileSync(disk("f"), "utf8")).toBe("two");
      expect(volume.staging()).toEqual([]);
    });

    it("sees what a process wrote on the disk itself", async () => {
      const { etag } = await write("/f", "one");
      writeFileSync(disk("f"), "other");
      await expect(write("/f", "two", { ifMatch: etag ?? "" })).rejects.toMatchObject({ code: "precondition_failed" });
      expect(readFileSync(disk("f"), "utf8")).toBe("other");
    });

    it("does not mind a chmod or a rename: the content is the same", async () => {
      const { etag } = await write("/f", "one");
      chmodSync(disk("f"), 0o600);
      linkSync(disk("f"), disk("g"));
      await expect(write("/f", "two", { ifMatch: `"x", ${etag}` })).resolves.toMatchObject({ permissions: "0600" });
    });

    it("is new, or refused", async () => {
      await write("/new/f", "one", { ifNoneMatch: "*" });
      await expect(write("/new/f", "two", { ifNoneMatch: "*" })).rejects.toMatchObject({ code: "precondition_failed" });
      await expect(write("/none", "x", { ifMatch: "*" })).rejects.toMatchObject({ code: "precondition_failed" });
      await expect(write("/no/ne", "x", { ifMatch: '"a"' })).rejects.toMatchObject({ code: "precondition_failed" });
      expect(readFileSync(disk("new/f"), "utf8")).toBe("one");
      expect(() => lstatSync(disk("no"))).toThrow();
      await booksAreRight();
    });

    it("lets one of many writers through", async () => {
      const { etag } = await write("/f", "start");
      const all = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => write("/f", `writer ${i}`, { ifMatch: etag ?? "" })),
      );
      expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      await booksAreRight();
    });
  });

  describe("over a link", () => {
    it("lands where the link leads, inside, and the link stays", async () => {
      mkdirSync(disk("real"));
      symlinkSync("/real/f", disk("link"));
      await write("/link", "content");
      expect(readlinkSync(disk("link"))).toBe("/real/f");
      expect(readFileSync(disk("real/f"), "utf8")).toBe("content");
      expect((await read("/link")).file.content).toBe("content");
    });

    it("never lands outside", async () => {
      const outside = join(system.config.dataDirectory, "outside");
      writeFileSync(outside, "outside");
      symlinkSync(outside, disk("absolute"));
      symlinkSync("../../../outside", disk("relative"));
      await expect(read("/absolute")).rejects.toMatchObject({ code: "file_not_found" });
      await expect(write("/absolute", "x")).rejects.toMatchObject({ code: "file_not_found" });
      await write("/relative", "inside");
      expect(readFileSync(disk("outside"), "utf8")).toBe("inside");
      expect(readFileSync(outside, "utf8")).toBe("outside");
    });
  });

  it("does not open a FIFO, a socket or a device, nor take their place", async () => {
    execFileSync("mkfifo", [disk("fifo")]);
    await expect(read("/fifo")).rejects.toMatchObject({ code: "file_conflict" });
    await expect(write("/fifo", "x")).rejects.toMatchObject({ code: "file_conflict" });
    expect(lstatSync(disk("fifo")).isFIFO()).toBe(true);
  });

  it.each<[string, string]>([
    ["/directory", "file_conflict"],
    ["/", "file_conflict"],
    ["/file/x", "file_conflict"],
    ["/file/x/y", "file_conflict"],
  ])("cannot be %s", async (path, code) => {
    await write("/directory/a", "");
    await write("/file", "f");
    await expect(write(path, "x")).rejects.toMatchObject({ code });
    expect(volume.staging()).toEqual([]);
    await booksAreRight();
  });

  it("is refused where it is too large for JSON, with the way to go", async () => {
    const large = "x".repeat(1_000_001);
    const refusal = { code: "file_upload_limit_exceeded", suggestedAction: expect.stringMatching(/upload-grants/) };
    await expect(write("/f", large)).rejects.toMatchObject(refusal);
    writeFileSync(disk("large"), large);
    const readRefusal = {
      code: "file_upload_limit_exceeded",
      suggestedAction: expect.stringMatching(/download-grant/),
    };
    await expect(read("/large")).rejects.toMatchObject(readRefusal);
  });

  it("is refused when it does not decode, and read as text only when it is", async () => {
    const bad: WriteFileInput = { path: "/f" as VolumePath, content: "a*b=", encoding: "base64" };
    await expect(writeVolumeFile(team.member, volume.id, bad)).rejects.toMatchObject({ code: "invalid_request" });
    await expect(write("/f", "\uD800")).rejects.toMatchObject({ code: "invalid_request" });
    writeFileSync(disk("binary"), Buffer.from([0xff, 0xfe]));
    await expect(read("/binary")).rejects.toMatchObject({ suggestedAction: expect.stringMatching(/base64/) });
    expect((await read("/binary", "base64")).file.content).toBe("//4=");
  });

  describe("over the cap", () => {
    it("is refused with used, cap and missing; the old content is whole and staging empty", async () => {
      await volume.limit({ maxSizeBytes: 40_960 });
      await write("/f", "old");
      await expect(write("/f", "x".repeat(50_000))).rejects.toMatchObject({
        code: "volume_quota_exceeded",
        details: { used_bytes: 4096, cap_bytes: 40_960, missing_bytes: 53_248 - 40_960 },
      });
      await expect(write("/a/b/f", "x".repeat(32_768))).rejects.toMatchObject({ code: "volume_quota_exceeded" });
      expect(readFileSync(disk("f"), "utf8")).toBe("old");
      expect(() => lstatSync(disk("a"))).toThrow();
      expect(volume.staging()).toEqual([]);
      await booksAreRight();
    });

    it("may still shrink a file", async () => {
      await write("/f", "x".repeat(50_000));
      await volume.limit({ maxSizeBytes: 10_000 });
      await write("/f", "x".repeat(20_000));
      await booksAreRight();
    });

    it("is refused when there would be too many files", async () => {
      await volume.limit({ maxFileCount: 2 });
      await write("/a/f", "");
      const refusal = { code: "volume_quota_exceeded", details: { max_file_count: 2, missing_files: 1 } };
      await expect(write("/a/g", "")).rejects.toMatchObject(refusal);
      await write("/a/f", "again");
    });

    it("empties the oldest of the trash when that makes room, and only then", async () => {
      await volume.limit({ maxSizeBytes: 100_000 });
      for (const name of ["one", "two", "three"]) {
        await write(`/${name}`, name.repeat(6_000));
        await trashVolumeFiles(team.member, volume.id, [`/${name}` as VolumePath]);
      }
      await expect(write("/huge", "x".repeat(200_000))).rejects.toMatchObject({ code: "volume_quota_exceeded" });
      expect((await listTrash(team.viewer, volume.id)).map(({ name }) => name)).toEqual(["three", "two", "one"]);
      await write("/f", "x".repeat(45_000));
      expect((await listTrash(team.viewer, volume.id)).map(({ name }) => name)).toEqual(["three", "two"]);
      await booksAreRight();
    });
  });

  it("finds no volume when that is gone meanwhile", async () => {
    const staged = { name: "upload-none", size: 0, sha256: "", allocatedBytes: 0 };
    const gone = publishFile(team.member, "vol_0000000000000000" as VolumeId, "/f" as VolumePath, staged);
    await expect(gone).rejects.toMatchObject({ code: "volume_not_found" });
  });

  it("is refused to a viewer, and to another team as if the volume were not there", async () => {
    await expect(write("/f", "x", {}, team.viewer)).rejects.toMatchObject({ code: "forbidden" });
    const other = await createTestTeam(system);
    await expect(write("/f", "x", {}, other.owner)).rejects.toMatchObject({ code: "volume_not_found" });
    const asked = readVolumeFile(other.owner, volume.id, { path: "/f" as VolumePath, encoding: "utf8" });
    await expect(asked).rejects.toMatchObject({ code: "volume_not_found" });
    expect(volume.measured().inodeCount).toBe(0);
  });
});
