import { execFileSync, fork, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
} from "node:fs";
import { mkdir, mkdtemp, open, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Config } from "../../config.ts";
import { imagesMissing } from "../../testing/images-missing.ts";
import { pathAt } from "../descriptors.ts";
import { stageFile } from "../stage-file.ts";
import type { VolumeStore } from "../store.ts";
import { createVolumeStore } from "../volume-store.ts";
import { attachedLoops, isMounted } from "./loop-device.ts";

const UID = 61_000;
const MiB = 1024 * 1024;
const CAP = 64 * MiB;
const log = pino({ level: "silent" });
const id = (name: string) => `vol_${name.padEnd(16, "0")}` as VolumeId;
const volume = id("one");
/** Whoever makes a mount namespace on this machine holds a copy of every mount, and its device, until it has let go of it. */
const COPIES = { timeout: 20_000 };

/** Appends as a process in a sandbox would: the volume's owner, past the API. @returns what the kernel took, and its refusal */
function writeAsOwner(path: string, bytes: number): { written: number; code: string | null } {
  const script = `
    const { openSync, writeSync, fsyncSync } = require("node:fs");
    const fd = openSync(process.argv[1], "a");
    let left = Number(process.argv[2]), written = 0, code = null;
    for (const size of [262144, 4096]) {
      code = null;
      try {
        while (left > 0) { const done = writeSync(fd, Buffer.alloc(Math.min(size, left), 1)); left -= done; written += done; }
      } catch (error) { code = error.code; }
    }
    fsyncSync(fd);
    process.stdout.write(JSON.stringify({ written, code }));`;
  // The directories above are closed to it, as they are to a sandbox, which is within the volume already.
  const directory = path.slice(0, path.lastIndexOf("/"));
  const { stdout, stderr } = spawnSync(
    "setpriv",
    [
      "--reuid",
      String(UID),
      "--regid",
      String(UID),
      "--clear-groups",
      "--",
      process.execPath,
      "-e",
      script,
      path.slice(directory.length + 1),
      String(bytes),
    ],
    { cwd: directory, encoding: "utf8" },
  );
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

const du = (path: string) =>
  Number(execFileSync("du", ["-s", "--block-size=1", path]).toString().split("\t")[0]) - lstatSync(path).blocks * 512;

async function* zeros(bytes: number): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.alloc(MiB, 1);
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, Math.min(left, chunk.length));
}

const missing = await imagesMissing();

describe.skipIf(missing !== null)("volumes in images", () => {
  let dataDirectory: string;
  const opened: VolumeStore[] = [];
  const settings = () =>
    ({ dataDirectory, volumeUid: UID, store: "image", databaseUrl: undefined }) satisfies Partial<Config>;
  const openStore = async (idleMs = 60_000): Promise<VolumeStore> => {
    const store = await createVolumeStore(settings(), log, { idleMs });
    opened.push(store);
    return store;
  };
  const dataOf = (of = volume) => join(dataDirectory, "mounts", of, "data");
  const isUp = (of = volume) => isMounted(join(dataDirectory, "mounts", of));
  const loops = () => attachedLoops().filter(({ file }) => file.startsWith(dataDirectory));
  /** Puts a file in place as the API does: whole, staged beside what is there. */
  const publish = (store: VolumeStore, name: string, bytes: number) =>
    store.use(volume, async (root) => {
      const staged = await stageFile(root, zeros(bytes), { maxBytes: bytes });
      renameSync(pathAt(root.staging, staged.name), join(dataOf(), name));
    });

  beforeEach(async () => {
    dataDirectory = await realpath(await mkdtemp(join(tmpdir(), "nullspace-image-")));
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    await vi.waitFor(() => expect(loops()).toEqual([]), COPIES);
    await rm(dataDirectory, { recursive: true });
  });

  it("the kernel stops whoever is not the control plane at the cap, counted as du counts", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    await store.use(volume, async () => {
      expect(writeAsOwner(join(dataOf(), "full"), 2 * CAP).code).toBe("ENOSPC");
      expect(du(dataOf())).toBeLessThanOrEqual(CAP + 4 * 4096);
      expect(du(dataOf())).toBeGreaterThan(CAP - 4 * 4096);
    });
  });

  it("the API replaces a file of nine tenths of the cap, whole, while the volume is full", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    const size = Math.floor(0.9 * CAP);
    await publish(store, "big", size);
    writeAsOwner(join(dataOf(), "rest"), CAP);
    await publish(store, "big", size);
    expect(statSync(join(dataOf(), "big")).size).toBe(size);
    expect(du(dataOf())).toBeLessThanOrEqual(CAP + 4 * 4096);
  });

  it("an upload takes room from those in the volume while it is staged, never more than its bytes, and gives it back", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    const [held, staged] = [CAP / 4, CAP / 2];
    const slack = 4 * 4096;
    await publish(store, "old", held);
    await store.use(volume, async (root) => {
      const upload = await stageFile(root, zeros(staged), { maxBytes: staged });
      const meanwhile = writeAsOwner(join(dataOf(), "meanwhile"), CAP);
      expect(meanwhile.code).toBe("ENOSPC");
      expect(meanwhile.written).toBeLessThanOrEqual(CAP - held - staged + slack);
      expect(meanwhile.written).toBeGreaterThan(CAP - held - staged - slack);
      // Given up, it leaves all of its room to them, and no more than the cap.
      unlinkSync(pathAt(root.staging, upload.name));
      writeAsOwner(join(dataOf(), "after"), CAP);
      expect(du(dataOf())).toBeLessThanOrEqual(CAP + slack);
      expect(du(dataOf())).toBeGreaterThan(CAP - slack);
      // Full to the cap, they take nothing from an upload.
      await stageFile(root, zeros(CAP), { maxBytes: CAP });
      expect(writeAsOwner(join(dataOf(), "more"), 4096)).toEqual({ written: 0, code: "ENOSPC" });
    });
  });

  it("counts what du counts, mounted or not, and trash with it", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    expect(await store.measure(volume)).toEqual({ usedBytes: 0, inodeCount: 0, trashBytes: null });
    await store.use(volume, async (root) => {
      for (let index = 0; index < 30; index++) await writeFile(join(dataOf(), `f${index}`), "x".repeat(index * 1000));
      await writeFile(pathAt(root.trash, "gone"), "y".repeat(10_000));
    });
    const usedBytes = du(dataOf()) + du(join(dataDirectory, "mounts", volume, "trash"));
    expect(await store.measure(volume)).toEqual({ usedBytes, inodeCount: 31, trashBytes: 12_288 });
    await store.close();
    expect(isUp()).toBe(false);
    expect(await store.measure(volume)).toEqual({ usedBytes, inodeCount: 31, trashBytes: null });
    expect(isUp()).toBe(false);
  });

  it("leaves uploads under way out of the count", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    await store.use(volume, async (root) => {
      await writeFile(pathAt(root.staging, "upload"), "x".repeat(MiB));
      expect(await store.measure(volume)).toEqual({ usedBytes: 0, inodeCount: 0, trashBytes: 0 });
    });
  });

  it("a lower cap holds at once, also below what is held, and a higher one gives room again", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    await store.use(volume, async () => {
      writeAsOwner(join(dataOf(), "a"), CAP / 2);
      await store.setCap(volume, CAP / 4);
      expect(writeAsOwner(join(dataOf(), "b"), MiB)).toEqual({ written: 0, code: "ENOSPC" });
      truncateSync(join(dataOf(), "a"), CAP / 8);
      expect(writeAsOwner(join(dataOf(), "b"), MiB)).toEqual({ written: MiB, code: null });
      await store.setCap(volume, CAP);
      expect(writeAsOwner(join(dataOf(), "b"), CAP / 2)).toEqual({ written: CAP / 2, code: null });
    });
    await store.close();
    await store.setCap(volume, CAP / 4);
    await store.use(volume, async () => {
      expect(writeAsOwner(join(dataOf(), "c"), MiB)).toEqual({ written: 0, code: "ENOSPC" });
    });
  });

  it("grows for a cap beyond its size, keeps what it holds, and counts as before", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    await publish(store, "kept", 10 * MiB);
    const before = await store.measure(volume);
    await store.setCap(volume, 8 * CAP);
    expect(await store.measure(volume)).toMatchObject({ usedBytes: before.usedBytes, inodeCount: before.inodeCount });
    await store.use(volume, async () => {
      expect(writeAsOwner(join(dataOf(), "more"), 9 * CAP).code).toBe("ENOSPC");
      expect(du(dataOf())).toBeGreaterThan(8 * CAP - 8 * 4096);
      expect(du(dataOf())).toBeLessThanOrEqual(8 * CAP + 8 * 4096);
    });
    expect((await store.measure(volume)).usedBytes).toBe(du(dataOf()));
    await store.close();
    expect((await store.measure(volume)).inodeCount).toBe(2);
  });

  it("gives deleted bytes back to the host", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    const onHost = () => lstatSync(join(dataDirectory, "volumes", volume, "image")).blocks * 512;
    expect(onHost()).toBeLessThan(2 * MiB);
    await publish(store, "big", 32 * MiB);
    expect(onHost()).toBeGreaterThan(32 * MiB);
    await rm(join(dataOf(), "big"));
    await store.close();
    expect(onHost()).toBeLessThan(6 * MiB);
  });

  it("mounts once for many at the same time, lets go when idle, and mounts again", async () => {
    const store = await openStore(0);
    await store.create(volume, CAP);
    expect(isUp()).toBe(false);
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.use(volume, async (root) => writeFile(pathAt(root.data, `f${index}`), "x")),
      ),
    );
    expect(loops().length).toBeLessThanOrEqual(1);
    await vi.waitFor(() => expect(isUp()).toBe(false), { timeout: 10_000 });
    await vi.waitFor(() => expect(loops()).toEqual([]), { timeout: 10_000 });
    await store.withDataPath(volume, async (path) => expect(readdirSync(path).length).toBe(20));
  });

  it("two processes on one data directory use one mount, and neither takes it from the other", async () => {
    const [one, other] = [await openStore(0), await openStore(0)];
    await one.create(volume, CAP);
    await other.use(volume, async (root) => {
      await one.use(volume, async () => {});
      expect(await one.remove(volume).catch(({ code }) => code)).toBe("volume_busy");
      await writeFile(pathAt(root.data, "still"), "here");
      expect(loops().length).toBe(1);
    });
    await Promise.all(
      [one, other, one, other].map(async (store, index) => {
        for (let round = 0; round < 10; round++)
          await store.use(volume, async (root) => writeFile(pathAt(root.data, `w${index}-${round}`), "x"));
      }),
    );
    await one.use(volume, async () => expect(readdirSync(dataOf()).length).toBe(41));
  });

  it("an image that a sandbox has mounted never gets a second loop device, and stays until that goes", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    const sandbox = join(dataDirectory, "sandbox");
    await store.withDataPath(volume, async (path) => {
      mkdirSync(sandbox);
      execFileSync("mount", ["--bind", path, sandbox]);
    });
    await store.close();
    expect(isUp()).toBe(false);
    expect(loops().length).toBe(1);
    await store.use(volume, async (root) => writeFile(pathAt(root.data, "new"), "seen"));
    expect(loops().length).toBe(1);
    expect(readFileSync(join(sandbox, "new"), "utf8")).toBe("seen");
    expect(await store.remove(volume).catch(({ code }) => code)).toBe("volume_busy");
    expect(existsSync(join(dataDirectory, "volumes", volume, "image"))).toBe(true);
    execFileSync("umount", [sandbox]);
    await vi.waitFor(() => store.remove(volume), COPIES);
    expect(await store.list()).toEqual([]);
  });

  it("a start takes over what a dead process left mounted, and takes away what belongs to no volume", async () => {
    const dead = await openStore();
    for (const name of ["one", "two"]) {
      await dead.create(id(name), CAP);
      await dead.use(id(name), async (root) => writeFile(pathAt(root.staging, "half"), "x"));
    }
    // What the process held goes with it; what the kernel holds stays.
    const next = await openStore(0);
    expect(await next.wasReleased(volume)).toBe(false);
    await next.adopt(new Set([volume]));
    await dead.close();
    await vi.waitFor(() => expect([isUp(), isUp(id("two"))]).toEqual([false, false]), { timeout: 10_000 });
    expect(await next.wasReleased(volume)).toBe(true);
    await next.use(volume, async (root) => expect(readdirSync(pathAt(root.staging, ""))).toEqual([]));
  });

  it("a damaged image says so, and the volume is not sound", async () => {
    const store = await openStore();
    await store.create(volume, CAP);
    expect(await store.isSound(volume)).toBe(true);
    const file = await open(join(dataDirectory, "volumes", volume, "image"), "r+");
    await file.write(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    await file.close();
    const refusal = await store.use(volume, async () => {}).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "volume_backend_unavailable", message: expect.stringContaining("damaged") });
    expect(await store.isSound(volume)).toBe(false);
    await store.remove(volume);
  });

  it("a process that is killed while it makes, mounts, grows or releases leaves what the next start puts right", async () => {
    const told = new Map<VolumeId, Set<string>>();
    for (let round = 1; round <= 6; round++) {
      const child = fork(new URL("../../testing/image-worker-process.ts", import.meta.url), [dataDirectory]);
      let messages = 0;
      child.on("message", (message: { volume: VolumeId; done: string }) => {
        told.set(message.volume, (told.get(message.volume) ?? new Set()).add(message.done));
        messages += 1;
        // Each time at another place of its work.
        if (messages === 2 * round) setTimeout(() => child.kill("SIGKILL"), round);
      });
      await once(child, "exit");
    }
    const store = await openStore(0);
    await store.adopt(new Set(await store.list()));
    expect(told.size).toBeGreaterThan(6);
    for (const [each, done] of told) {
      await store.use(each, async (root) => {
        if (done.has("written")) expect(readFileSync(pathAt(root.data, "kept"), "utf8")).toBe(each);
        expect(isUp(each)).toBe(true);
      });
      expect((await store.measure(each)).usedBytes).toBeLessThanOrEqual(4096);
    }
    await vi.waitFor(async () => {
      for (const each of await store.list()) await vi.waitFor(() => store.remove(each), COPIES);
      expect(readdirSync(join(dataDirectory, "mounts"))).toEqual([]);
    }, 20_000);
  });

  it("two hundred volumes are as many mounts as are used, and little on the disk", async () => {
    const store = await openStore();
    const ids = Array.from({ length: 200 }, (_, index) => id(`n${index}`));
    for (const each of ids) await store.create(each, 2 * 1024 * MiB);
    for (const each of ids.slice(0, 5)) await store.use(each, async () => {});
    for (const each of ids) expect((await store.measure(each)).usedBytes).toBe(0);
    expect(loops().length).toBe(5);
    const onHost = Number(
      execFileSync("du", ["-s", "--block-size=1", join(dataDirectory, "volumes")])
        .toString()
        .split("\t")[0],
    );
    expect(onHost / ids.length).toBeLessThan(MiB);
    for (const each of ids) await vi.waitFor(() => store.remove(each), COPIES);
    expect(await store.list()).toEqual([]);
  });

  it("says that the disk below is full, and works again when it is not, also where the kernel gave the mount up", async () => {
    const tiny = join(dataDirectory, "tiny");
    mkdirSync(tiny);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "none", tiny]);
    const store = await createVolumeStore({ ...settings(), dataDirectory: tiny }, log);
    const stage = (bytes: number) => store.use(volume, (root) => stageFile(root, zeros(bytes), { maxBytes: CAP }));
    const isGivenUp = () =>
      readFileSync("/proc/mounts", "utf8")
        .split("\n")
        .some((line) => line.includes(tiny) && /[ ,](emergency_)?ro[ ,]/.test(line));
    try {
      await store.create(volume, CAP);
      await store.use(volume, async (root) => writeFile(pathAt(root.data, "kept"), "x"));
      execFileSync("sync", ["-f", join(tiny, "mounts", volume)]);
      const ballast = join(tiny, "ballast");
      spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=64k"]);
      expect(await stage(4 * MiB).catch((error: unknown) => error)).toMatchObject({
        code: "volume_backend_unavailable",
      });
      // Until its journal has no place either.
      await vi.waitFor(async () => {
        await store.use(volume, async (root) => mkdir(pathAt(root.data, randomUUID()))).catch(() => {});
        spawnSync("sync", ["-f", join(tiny, "mounts", volume)]);
        expect(isGivenUp()).toBe(true);
      }, 10_000);
      expect(await stage(MiB).catch((error: unknown) => error)).toMatchObject({ code: "volume_backend_unavailable" });
      await rm(ballast);
      await vi.waitFor(() => stage(MiB), 10_000);
      expect(await store.isSound(volume)).toBe(true);
      await store.use(volume, async (root) => expect(readFileSync(pathAt(root.data, "kept"), "utf8")).toBe("x"));
    } finally {
      await store.close();
      execFileSync("umount", [tiny]);
    }
  });
});

it("refuses to start where images are asked for and cannot be had", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "nullspace-image-"));
  const settings = { dataDirectory, volumeUid: UID, store: "image", databaseUrl: undefined } as const;
  const getuid = vi.spyOn(process, "getuid").mockReturnValue(1000);
  await expect(createVolumeStore(settings, log)).rejects.toThrow(/NULLSPACE_STORE.*root.*directory/);
  expect((await createVolumeStore({ ...settings, store: "auto" }, log)).kind).toBe("directory");
  getuid.mockRestore();
  await rm(dataDirectory, { recursive: true });
});
