import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { PreviewReplaceInput, ReplaceChosenInput } from "#lib/api/replacing.ts";
import { FindInput, ReplaceInput, SearchInput } from "#lib/api/searching.ts";
import type { System } from "../context.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume, type TestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { type HostileWriter, SECRET, startHostileWriter } from "../testing/start-hostile-writer.ts";
import { getVolumeUsage } from "../usage/get-volume-usage.ts";
import { findInVolumeFiles, searchVolumeFiles } from "./find-in-volume-files.ts";
import { previewVolumeReplace } from "./preview-volume-replace.ts";
import { replaceChosenMatches } from "./replace-chosen-matches.ts";
import { replaceInVolumeFiles } from "./replace-in-volume-files.ts";
import type { Previewed } from "./search-contract.ts";

const ROUNDS = 60;
const FILES = ["/f", "/d/f", "/d/e/f", "/d/e/g/f", "/d/secret", "/d/e/secret"];
const PLACES = ["/", "/d", "/d/e", "/d/e/g", "/f", "/d/f"];

describe.skipIf(databaseMissing() !== null)("searching while a process swaps everything for links and FIFOs", () => {
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

  it("finds and changes nothing outside, and stalls on nothing", async () => {
    const ended = { find: 0, search: 0, replace: 0, chosen: 0, usage: 0 };
    const what = { query: "inside|outside", literal: false, replacement: "inside!" };
    /** A preview, and at once all of it done: what is swapped in between is the point. */
    const chosen = async (path: string | undefined) => {
      const shown: Previewed[] = [];
      const asked = PreviewReplaceInput.parse({ ...what, path });
      await previewVolumeReplace(team.member, volume.id, asked, { tell: (some) => void shown.push(...some) });
      const files = shown.flatMap((file) =>
        file.type === "file" ? [{ path: file.path, etag: file.etag, chosen: { all: true } }] : [],
      );
      const done =
        files.length > 0 &&
        (await replaceChosenMatches(team.member, volume.id, ReplaceChosenInput.parse({ ...what, files })));
      return [shown, done];
    };
    const found = new Set<string>();
    for (let round = 0; round < ROUNDS || found.size === 0 || ended.replace === 0; round++) {
      const path = PLACES[round % PLACES.length];
      const pattern = round % 2 === 0 ? "i" : "[a-z]";
      const acts = {
        find: () => findInVolumeFiles(team.member, volume.id, FindInput.parse({ path, pattern })),
        search: () => searchVolumeFiles(team.member, volume.id, SearchInput.parse({ path, pattern: "*" })),
        chosen: () => chosen(path),
        // The places above are in that form.
        usage: () => getVolumeUsage(team.member, volume.id, { path: path as VolumePath }),
        replace: () =>
          replaceInVolumeFiles(
            team.member,
            volume.id,
            ReplaceInput.parse({ files: FILES, pattern: "inside|outside", replacement: "inside" }),
          ),
      };
      for (const [name, act] of Object.entries(acts) as [keyof typeof acts, () => Promise<unknown>][]) {
        // It takes long, and a fourth of the rounds is many still.
        if (name === "chosen" && round % 4 !== 0) continue;
        try {
          const answer = JSON.stringify(await act());
          expect(answer).not.toContain(SECRET);
          if (name === "find" && answer.includes("inside")) found.add(answer);
          ended[name] += 1;
        } catch (error) {
          if (!(error instanceof ApiError)) throw new Error(`${name} failed unexpectedly`, { cause: error });
        }
      }
    }
    await writer.stop();
    expect(writer.outside.now()).toEqual(writer.outside.before);
    expect(volume.staging()).toEqual([]);
    expect(Math.min(...Object.values(ended))).toBeGreaterThan(0);
  }, 180_000);
});
