import { randomBytes } from "node:crypto";
import { closeSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { parentOf, type VolumePath } from "#lib/api/paths.ts";
import { changeMode } from "../files/change-mode.ts";
import { placeStaged } from "../files/place-staged.ts";
import { relocate } from "../files/relocate.ts";
import { type HostileWriter, SECRET, startHostileWriter } from "../testing/start-hostile-writer.ts";
import { copyTree } from "./copy-tree.ts";
import { isErrno, openEntryIfThere, pathAt, pathOf, statOf } from "./descriptors.ts";
import { createDirectoryStore } from "./directory-store.ts";
import { makeDirectories, missingDirectories } from "./make-directories.ts";
import { moveEntry } from "./move-entry.ts";
import { openFileForReading } from "./open-file.ts";
import { withEntry, withParent } from "./resolve-path.ts";
import type { VolumeRoot } from "./store.ts";
import { measureTree, removeTree } from "./tree-jobs.ts";
import { walkTree } from "./walk-tree.ts";

/** Rounds of every act: without the database between them they meet the writer's swaps many thousand times. */
const ROUNDS = 1_500;
const PATHS = ["/d", "/d/e", "/d/e/g", "/to", "/f", "/d/f", "/d/e/f", "/d/e/g/f", "/d/secret", "/d/e/secret"];

const volume = "vol_hostile00" as VolumeId;
let home: string;
let writer: HostileWriter;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "nullspace-hostile-"));
});
afterEach(async () => {
  await writer.stop();
  await rm(home, { recursive: true });
});

const pathOfRound = (round: number) => PATHS[round % PATHS.length] as VolumePath;

/** Counts how often an act got through; what the swaps make impossible is refused, and anything else is a defect. */
async function attempt(act: () => unknown): Promise<number> {
  try {
    await act();
    return 1;
  } catch (error) {
    if (error instanceof ApiError || isErrno(error, "EEXIST", "ENOENT", "ENOTDIR", "EISDIR", "ENOTEMPTY", "EINVAL"))
      return 0;
    throw error;
  }
}

const acts: Record<string, (root: VolumeRoot, path: VolumePath) => unknown> = {
  read: async (root, path) => {
    const { handle } = await openFileForReading(root, path);
    try {
      expect((await handle.readFile("utf8")).includes(SECRET)).toBe(false);
    } finally {
      await handle.close();
    }
  },
  readAtOnce: (root, path) =>
    withEntry(root, path, { follow: true }, ({ fd, stat }) => {
      if (stat.isFile()) expect(readFileSync(pathOf(fd), "utf8")).not.toContain(SECRET);
    }),
  write: (root, path) => {
    const name = `upload-${randomBytes(6).toString("hex")}`;
    writeFileSync(pathAt(root.staging, name), "written");
    const staged = { name, size: 7, sha256: "", allocatedBytes: 4096 };
    closeSync(placeStaged(root, path, staged, {}, () => {}).directory);
  },
  mkdir: (root, path) => makeDirectories(root, missingDirectories(root, path)),
  move: (root, path) =>
    withEntry(root, path, { follow: false }, ({ parent }) => {
      if (parent !== null) withParent(root, "/to/moved" as VolumePath, (to) => relocate(root, parent, to, "replace"));
    }),
  permissions: (root, path) => withEntry(root, path, { follow: true }, ({ fd, stat }) => changeMode(fd, stat, 0o777)),
  permissionsBelow: (root, path) =>
    withEntry(root, parentOf(path), { follow: true }, ({ fd }) => {
      for (const { directory, name } of walkTree(fd)) {
        const below = openEntryIfThere(directory, name);
        if (below === null) continue;
        const stat = statOf(below);
        if (!stat.isSymbolicLink()) changeMode(below, stat, 0o777);
        closeSync(below);
      }
    }),
  copy: async (root, path) =>
    withEntry(root, path, { follow: false }, async (entry) => {
      if (entry.parent === null) return;
      const name = `copy-${randomBytes(6).toString("hex")}`;
      const source = { ...entry, parent: entry.parent };
      await copyTree(root, source, name, { signal: undefined, spend: () => {} });
      for (const { directory, name: inside, stat } of walkTree(root.staging))
        if (stat.isFile()) expect(readFileSync(pathAt(directory, inside), "utf8")).not.toContain(SECRET);
      await removeTree(root.staging, name);
    }),
  remove: async (root, path) => {
    const name = `removed-${randomBytes(6).toString("hex")}`;
    withEntry(root, path, { follow: false }, ({ parent }) => {
      if (parent !== null) moveEntry(parent, { fd: root.staging, name });
    });
    await removeTree(root.staging, name);
  },
  measure: async (root, path) => withParent(root, path, ({ fd, name }) => measureTree(fd, name)),
};

it("nothing is read, written, changed or deleted outside, however often a swap is met", async () => {
  const store = createDirectoryStore({ dataDirectory: home, volumeUid: process.getuid?.() ?? 0 });
  await store.create(volume, 1);
  writer = await startHostileWriter(join(home, "volumes", volume, "data"), join(home, "outside"));
  const through = new Map<string, number>();
  await store.use(volume, async (root) => {
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, act] of Object.entries(acts)) {
        // The heavy ones walk: a tenth of the rounds is as many steps.
        if (["copy", "remove", "measure", "permissionsBelow"].includes(name) && round % 10 !== 0) continue;
        const ended = await attempt(() => act(root, pathOfRound(round + Object.keys(acts).indexOf(name))));
        through.set(name, (through.get(name) ?? 0) + ended);
      }
  });
  await writer.stop();
  for (const name of Object.keys(acts)) expect(through.get(name), name).toBeGreaterThan(0);
  expect(writer.outside.now()).toEqual(writer.outside.before);
});
