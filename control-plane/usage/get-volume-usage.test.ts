import { execFileSync } from "node:child_process";
import { linkSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";
import { MAX_USAGE_ENTRIES, VolumeUsage } from "#lib/api/usage.ts";
import { trashVolumeFiles } from "../files/trash-volume-files.ts";
import { createApp } from "../http/app.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { useTestVolume } from "../testing/use-test-volume.ts";
import { getVolume } from "../volumes/get-volume.ts";
import { getVolumeUsage } from "./get-volume-usage.ts";

describe.skipIf(databaseMissing() !== null)("what a volume's bytes are taken by", () => {
  const given = useTestVolume();

  const at = (...names: string[]) => join(given.volume.data, ...names);
  const plant = (name: string, bytes: number) => {
    mkdirSync(at(name, ".."), { recursive: true });
    writeFileSync(at(name), Buffer.alloc(bytes, 1));
  };
  const usage = (path = "/", options = {}) =>
    getVolumeUsage(given.team.viewer, given.volume.id, { path: path as VolumePath }, options);
  const du = (path: string) =>
    Number(
      execFileSync("du", ["-s", "--block-size=1", at(path)])
        .toString()
        .split("\t")[0],
    );

  it("makes what the volume is said to hold follow what was counted", async () => {
    const ctx = given.team.viewer;
    const said = async () => (await getVolume(ctx, given.volume.id)).used_bytes;
    const before = await said();
    plant("by/a-mount.bin", 200_000);
    expect(await said()).toBe(before);
    await usage("/by");
    const { used_bytes } = await usage();
    expect(used_bytes).toBeGreaterThan(before);
    await expect.poll(said).toBe(given.volume.measured().usedBytes);
  });

  it("tells folder by folder what du tells, the largest first, and adds up to what counts against the cap", async () => {
    plant("big/deep/er/a.bin", 300_000);
    plant("big/b.bin", 50_000);
    plant("small/c.txt", 10);
    plant("top.bin", 100_000);
    symlinkSync("/etc", at("link"));
    execFileSync("mkfifo", [at("fifo")]);
    plant("gone.bin", 70_000);
    await trashVolumeFiles(given.team.member, given.volume.id, ["/gone.bin" as VolumePath]);

    const root = await usage();
    expect(root.entries.map(({ name, type }) => [name, type])).toEqual([
      ["big", "directory"],
      ["top.bin", "file"],
      ["small", "directory"],
      ["fifo", "fifo"],
      ["link", "symlink"],
    ]);
    expect(root.entries[0]).toMatchObject({ path: "/big", used_bytes: du("big"), inode_count: 5 });
    const measured = given.volume.measured();
    expect(root.trash).toMatchObject({ used_bytes: measured.trashBytes });
    expect(root.used_bytes + (root.trash?.used_bytes ?? 0)).toBe(measured.usedBytes);
    expect(root.inode_count + (root.trash?.inode_count ?? 0)).toBe(measured.inodeCount);
    expect(root).toMatchObject({ path: ROOT, own_bytes: 0, others: null, complete: true });

    const big = await usage("/big");
    expect(big).toMatchObject({ path: "/big", used_bytes: du("big"), inode_count: 5, trash: null });
    expect(big.entries.map(({ path }) => path)).toEqual(["/big/deep", "/big/b.bin"]);
    expect(big.own_bytes).toBe(lstatSync(at("big")).blocks * 512);
    await expect(usage("/top.bin")).rejects.toMatchObject({ code: "file_conflict" });
    await expect(usage("/none")).rejects.toMatchObject({ code: "file_not_found" });
    await expect(usage("/link")).rejects.toMatchObject({ code: "file_not_found" });
  });

  it("counts a file with many names once", async () => {
    plant("a/one.bin", 200_000);
    mkdirSync(at("b"));
    linkSync(at("a/one.bin"), at("b/two.bin"));
    linkSync(at("a/one.bin"), at("three.bin"));
    const root = await usage();
    expect(root.used_bytes).toBe(given.volume.measured().usedBytes);
    expect(root.inode_count).toBe(given.volume.measured().inodeCount);
  });

  it("adds up what is too much to name", async () => {
    for (let i = 0; i < MAX_USAGE_ENTRIES * 2 + 3; i++)
      writeFileSync(at(`f${i}`), i === 7 ? Buffer.alloc(90_000, 1) : "x");
    const root = await usage();
    expect(root.entries).toHaveLength(MAX_USAGE_ENTRIES);
    expect(root.entries[0]?.name).toBe("f7");
    expect(root.others).toMatchObject({ entries: MAX_USAGE_ENTRIES + 3, inode_count: MAX_USAGE_ENTRIES + 3 });
    expect(root.used_bytes).toBe(given.volume.measured().usedBytes);
  });

  it("keeps names that are no UTF-8 apart, and goes to them", async () => {
    for (const byte of [0xff, 0xfe]) {
      const directory = Buffer.concat([Buffer.from(`${given.volume.data}/`), Buffer.from([byte])]);
      mkdirSync(directory);
      writeFileSync(Buffer.concat([directory, Buffer.from("/f")]), "x");
    }
    plant("line\nbreak/%2e/f", 10);
    const { entries } = await usage();
    expect(entries).toHaveLength(3);
    for (const { path, inode_count } of entries) expect((await usage(path)).inode_count).toBe(inode_count);
  });

  it("ends when the time is over and says so, and at once when nobody waits", async () => {
    for (let i = 0; i < 50; i++) plant(`d${i}/f`, 1);
    expect(await usage("/", { limitMs: 0 })).toMatchObject({ complete: false });
    const open = readdirSync("/proc/self/fd").length;
    await expect(usage("/", { signal: AbortSignal.abort(new Error("gone")) })).rejects.toThrow("gone");
    await expect.poll(() => readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(open + 2);
    expect(await usage()).toMatchObject({ complete: true, inode_count: 100 });
  });

  it("is served to those who may read, and to nobody of another team", async () => {
    plant("a/f", 10);
    const call = (key: string, path = "/") =>
      createApp(given.system).request(`/v1/volumes/${given.volume.id}/usage?path=${encodeURIComponent(path)}`, {
        headers: { authorization: `Bearer ${key}` },
      });
    const answer = await call(given.team.keys.read, "/a");
    expect(VolumeUsage.parse(await answer.json())).toMatchObject({ path: "/a", entries: [{ name: "f" }] });
    expect((await call(given.team.keys.read, "a")).status).toBe(400);
    const stranger = await createTestTeam(given.system);
    expect((await call(stranger.keys.read)).status).toBe(404);
  });
});
