import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import { ListFilesQuery } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { System } from "../context.ts";
import { repairVolume } from "../storage/repair-volume.ts";
import { measureVolume } from "../storage/tree-jobs.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume, type TestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { type HostileWriter, SECRET, startHostileWriter } from "../testing/start-hostile-writer.ts";
import { copyVolumeFiles } from "./copy-volume-files.ts";
import { emptyTrash } from "./empty-trash.ts";
import { getVolumeFileInfo } from "./get-volume-file-info.ts";
import { listTrash } from "./list-trash.ts";
import { listVolumeFiles } from "./list-volume-files.ts";
import { makeVolumeDirectory } from "./make-volume-directory.ts";
import { moveVolumeFiles } from "./move-volume-files.ts";
import { readVolumeFile } from "./read-volume-file.ts";
import { removeVolumeFile } from "./remove-volume-file.ts";
import { renameVolumeFile } from "./rename-volume-file.ts";
import { restoreTrash } from "./restore-trash.ts";
import { setVolumeFilePermissions } from "./set-volume-file-permissions.ts";
import { setVolumeFilesPermissions } from "./set-volume-files-permissions.ts";
import { trashVolumeFiles } from "./trash-volume-files.ts";
import { volumeFileExists } from "./volume-file-exists.ts";
import { writeVolumeFile } from "./write-volume-file.ts";

const RUN_MS = 5_000;
const PATHS = ["/d", "/d/e", "/d/e/g", "/to", "/f", "/d/f", "/d/e/f", "/d/e/g/f", "/d/secret", "/d/e/secret"];
const pick = <T>(from: readonly T[]): T => {
  const one = from[Math.floor(Math.random() * from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};
// Each is in the form of a VolumePath.
const path = () => pick(PATHS) as VolumePath;
const fresh = () => `${pick(["/d", "/d/e", "/to"])}/n${Math.floor(Math.random() * 5)}` as VolumePath;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe.skipIf(databaseMissing() !== null)(
  "while a process in the volume swaps everything for links and FIFOs",
  () => {
    let system: System;
    let close: () => Promise<void>;
    let team: TestTeam;
    let volume: TestVolume;
    let writer: HostileWriter;
    beforeAll(async () => {
      ({ system, close } = await createTestSystem());
      team = await createTestTeam(system);
      volume = await createTestVolume(system, team);
      writer = await startHostileWriter(volume.data, join(system.config.dataDirectory, "outside"));
    });
    afterAll(async () => {
      await writer.stop();
      await close();
    });

    const verbs = (): Record<string, () => Promise<unknown>> => {
      const { id } = volume;
      const { member } = team;
      const conflict = pick(["error", "replace", "keep_both"] as const);
      const bulk = { paths: [path(), path()], destination: pick(["/", "/to", "/d/e"]) as VolumePath, conflict };
      return {
        list: async () =>
          text(await listVolumeFiles(member, id, ListFilesQuery.parse({ path: pick(["/", path()]), depth: 4 }))),
        page: async () =>
          text(await listVolumeFiles(member, id, ListFilesQuery.parse({ path: path(), limit: 5, sort: "size" }))),
        info: () => getVolumeFileInfo(member, id, path()),
        exists: () => volumeFileExists(member, id, path()),
        read: () => readVolumeFile(member, id, { path: path(), encoding: "utf8" }),
        write: () => writeVolumeFile(member, id, { path: path(), content: "written", encoding: "utf8" }),
        create: () =>
          writeVolumeFile(member, id, { path: fresh(), content: "created", encoding: "utf8" }, { ifNoneMatch: "*" }),
        mkdir: () => makeVolumeDirectory(member, id, fresh()),
        rename: () => renameVolumeFile(member, id, { old_path: path(), new_path: fresh() }),
        move: () => moveVolumeFiles(member, id, bulk),
        copy: () => copyVolumeFiles(member, id, bulk),
        remove: () => removeVolumeFile(member, id, path()),
        permissions: () => setVolumeFilePermissions(member, id, { path: path(), permissions: "0777" }),
        allPermissions: () =>
          setVolumeFilesPermissions(member, id, { paths: [path()], permissions: "0777", recursive: true }),
        trash: () => trashVolumeFiles(member, id, [path()]),
        restore: async () => {
          const ids = (await listTrash(member, id)).slice(0, 2).map((entry) => entry.id);
          if (ids.length > 0) return restoreTrash(member, id, { ids, conflict });
        },
        empty: async () =>
          emptyTrash(member, id, { ids: (await listTrash(member, id)).slice(2).map((entry) => entry.id) }),
        measure: () => system.store.use(id, measureVolume),
      };
    };

    it("no verb reads, writes, changes or deletes anything outside, and none stalls", async () => {
      const ran = new Map<string, { ended: number; refused: number }>();
      const until = Date.now() + RUN_MS;
      do {
        const round = Object.entries(verbs()).map(async ([name, run]) => {
          const count = ran.get(name) ?? { ended: 0, refused: 0 };
          ran.set(name, count);
          try {
            expect(String(JSON.stringify(await run())), name).not.toContain(SECRET);
            count.ended++;
          } catch (error) {
            if (!(error instanceof ApiError)) throw new Error(`${name} failed unexpectedly`, { cause: error });
            count.refused++;
          }
        });
        await Promise.all(round);
        await repairVolume(system, { id: volume.id, teamId: team.id });
        // Each verb is to get through now and then: one that is always refused would prove nothing.
      } while (Date.now() < until || [...ran.values()].some(({ ended }) => ended === 0));
      await writer.stop();
      expect(writer.outside.now()).toEqual(writer.outside.before);
      expect(volume.staging()).toEqual([]);
    });
  },
);
