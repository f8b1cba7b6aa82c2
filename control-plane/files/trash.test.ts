import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Conflict } from "#lib/api/files.ts";
import type { TrashId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { type System, systemContext } from "../context.ts";
import { trashEntries } from "../db/schema.ts";
import { repairVolume } from "../storage/repair-volume.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume, type TestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { dropExpiredTrash } from "./drop-expired-trash.ts";
import { emptyTrash } from "./empty-trash.ts";
import { listTrash } from "./list-trash.ts";
import { removeVolumeFile } from "./remove-volume-file.ts";
import { restoreTrash } from "./restore-trash.ts";
import { trashVolumeFiles } from "./trash-volume-files.ts";
import { writeVolumeFile } from "./write-volume-file.ts";

const at = (path: string) => path as VolumePath;

describe.skipIf(databaseMissing() !== null)("the trash", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  let volume: TestVolume;
  beforeAll(async () => {
    // Alone on its data directory, as repair is at the start.
    ({ system, close } = await createTestSystem({ config: { databaseUrl: undefined } }));
    team = await createTestTeam(system);
  });
  afterAll(() => close());
  beforeEach(async () => {
    volume = await createTestVolume(system, team);
  });

  const disk = (path: string) => join(volume.data, path);
  const inTrash = (id = "") => join(volume.data, "..", "trash", id);
  const write = (path: string, content = path) =>
    writeVolumeFile(team.member, volume.id, { path: at(path), content, encoding: "utf8" });
  const trash = async (...paths: string[]) => {
    const { succeeded, failed } = await trashVolumeFiles(team.member, volume.id, paths.map(at));
    expect(failed).toEqual([]);
    return succeeded.flatMap(({ trash_id }) => trash_id ?? []);
  };
  const list = () => listTrash(team.viewer, volume.id);
  const restore = (ids: TrashId[], conflict: Conflict = "error") =>
    restoreTrash(team.member, volume.id, { ids, conflict });
  const settled = async () => {
    expect(await volume.usage()).toEqual(volume.measured());
    expect(volume.staging()).toEqual([]);
  };

  it("takes files and gives them back as they were", async () => {
    await write("/d/e/f", "x".repeat(20_000));
    symlinkSync("/nowhere", disk("link"));
    const before = await volume.usage();
    const ids = await trash("/d", "/link");
    expect(readdirSync(volume.data)).toEqual([]);
    const entries = await list();
    expect(entries.find(({ path }) => path === "/d")).toMatchObject({
      name: "d",
      type: "directory",
      inode_count: 3,
      trashed_by: team.member.caller.kind === "user" ? team.member.caller.email : "",
    });
    expect((await volume.usage()).usedBytes).toBe(before.usedBytes);
    const { succeeded } = await restore(ids);
    expect(succeeded.map(({ to }) => to)).toEqual(["/d", "/link"]);
    expect(readFileSync(disk("d/e/f"), "utf8")).toHaveLength(20_000);
    expect(readlinkSync(disk("link"))).toBe("/nowhere");
    expect(await list()).toEqual([]);
    expect((await volume.story()).map(({ type }) => type).slice(-4)).toEqual([
      "file.trashed",
      "file.trashed",
      "file.restored",
      "file.restored",
    ]);
  });

  it("counts against the cap until it is emptied", async () => {
    await write("/a", "x".repeat(30_000));
    await write("/d/b", "y".repeat(10_000));
    await write("/c");
    const [a] = await trash("/a", "/d");
    await settled();
    expect((await volume.usage()).trashBytes).toBeGreaterThan(40_000);
    expect(await emptyTrash(team.member, volume.id, a === undefined ? {} : { ids: [a] })).toEqual({
      count: 1,
      freed_bytes: 32_768,
    });
    await settled();
    expect((await list()).map(({ path }) => path)).toEqual(["/d"]);
    expect((await emptyTrash(team.member, volume.id, {})).count).toBe(1);
    expect(await emptyTrash(team.member, volume.id, {})).toEqual({ count: 0, freed_bytes: 0 });
    expect(readdirSync(inTrash())).toEqual([]);
    expect((await volume.usage()).trashBytes).toBe(0);
    await settled();
  });

  it("does not free what has another name in the volume", async () => {
    await write("/a", "x".repeat(30_000));
    linkSync(disk("a"), disk("b"));
    await trash("/a");
    expect(await emptyTrash(team.member, volume.id, {})).toEqual({ count: 1, freed_bytes: 0 });
    expect((await volume.usage()).usedBytes).toBe(volume.measured().usedBytes);
  });

  it("puts back where parents are gone, beside or in place of what came since, or not at all", async () => {
    await write("/d/e/f", "old");
    const [id] = await trash("/d/e/f");
    await removeVolumeFile(team.member, volume.id, at("/d"));
    if (id === undefined) throw new Error("nothing was trashed");
    await restore([id]);
    expect(readFileSync(disk("d/e/f"), "utf8")).toBe("old");
    await settled();

    const [again] = await trash("/d/e/f");
    await write("/d/e/f", "new");
    if (again === undefined) throw new Error("nothing was trashed");
    expect((await restore([again])).failed).toMatchObject([{ path: "/d/e/f", code: "file_conflict" }]);
    expect(await list()).toHaveLength(1);
    expect((await restore([again], "keep_both")).succeeded[0]?.to).toBe("/d/e/f (2)");
    const [third] = await trash("/d/e/f (2)");
    if (third === undefined) throw new Error("nothing was trashed");
    renameSync(disk("d/e/f"), disk("d/e/f (2)"));
    await restore([third], "replace");
    expect(readFileSync(disk("d/e/f (2)"), "utf8")).toBe("old");
    await settled();
    expect((await restore([third])).failed).toMatchObject([{ code: "file_not_found" }]);
  });

  it("takes what can go and tells the rest", async () => {
    await write("/a");
    execFileSync("mkfifo", [disk("fifo")]);
    const result = await trashVolumeFiles(team.member, volume.id, ["/a", "/nope", "/", "/fifo"].map(at));
    expect(result.succeeded.map(({ path }) => path)).toEqual(["/a", "/fifo"]);
    expect(result.failed.map(({ path, code }) => [path, code])).toEqual([
      ["/nope", "file_not_found"],
      ["/", "file_conflict"],
    ]);
    expect((await list()).map(({ type }) => type).toSorted()).toEqual(["fifo", "file"]);
  });

  it("follows no link out, neither in nor when it is emptied", async () => {
    const outside = join(system.config.dataDirectory, "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "secret"), "secret");
    mkdirSync(disk("d"));
    symlinkSync(outside, disk("d/out"));
    symlinkSync(outside, disk("out"));
    await trash("/d", "/out");
    await emptyTrash(team.member, volume.id, {});
    expect(readdirSync(outside)).toEqual(["secret"]);
  });

  it("loses what is older than it is to keep", async () => {
    await write("/old");
    await write("/young");
    const [old] = await trash("/old", "/young");
    if (old === undefined) throw new Error("nothing was trashed");
    const long = new Date(Date.now() - (system.config.trashDays + 1) * 86_400_000);
    await system.database.queries.update(trashEntries).set({ trashedAt: long }).where(eq(trashEntries.id, old));
    await dropExpiredTrash(systemContext(system, team.id), volume.id);
    expect((await list()).map(({ path }) => path)).toEqual(["/young"]);
  });

  it("is refused to a viewer and to another team", async () => {
    await write("/a");
    const [id] = await trash("/a");
    if (id === undefined) throw new Error("nothing was trashed");
    const other = await createTestTeam(system);
    for (const [ctx, code] of [
      [team.viewer, "forbidden"],
      [other.owner, "volume_not_found"],
    ] as const) {
      await expect(trashVolumeFiles(ctx, volume.id, [at("/a")])).rejects.toMatchObject({ code });
      await expect(restoreTrash(ctx, volume.id, { ids: [id], conflict: "error" })).rejects.toMatchObject({ code });
      await expect(emptyTrash(ctx, volume.id, {})).rejects.toMatchObject({ code });
    }
    await expect(listTrash(other.owner, volume.id)).rejects.toMatchObject({ code: "volume_not_found" });
    expect(await list()).toHaveLength(1);
  });

  describe("and staging, repaired at the start,", () => {
    const repair = () => repairVolume(system, { id: volume.id, teamId: team.id });

    it("lose what a crash left of uploads, copies and removals", async () => {
      const staging = join(volume.data, "..", "staging");
      writeFileSync(join(staging, "upload-1"), "half");
      mkdirSync(join(staging, "removed-1/a/b"), { recursive: true });
      symlinkSync(volume.data, join(staging, "removed-1/a/out"));
      await write("/kept");
      await repair();
      expect(volume.staging()).toEqual([]);
      expect(existsSync(disk("kept"))).toBe(true);
    });

    it("lose rows without bytes, and find bytes without a row", async () => {
      await write("/a", "a");
      await write("/b", "b");
      const [a, b] = await trash("/a", "/b");
      if (a === undefined || b === undefined) throw new Error("nothing was trashed");
      renameSync(inTrash(a), disk("a"));
      await system.database.queries.delete(trashEntries).where(eq(trashEntries.id, b));
      await repair();
      const entries = await list();
      expect(entries.map(({ id, type }) => [id, type])).toEqual([[b, "file"]]);
      const { succeeded } = await restore([b]);
      expect(readFileSync(disk(succeeded[0]?.to ?? ""), "utf8")).toBe("b");
    });
  });
});
