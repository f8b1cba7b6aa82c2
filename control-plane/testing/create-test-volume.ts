import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import type { VolumeId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { events, volumes } from "../db/schema.ts";
import type { TestTeam } from "./create-test-team.ts";
import { homeOf } from "./home-of.ts";

type Usage = { usedBytes: number; inodeCount: number; trashBytes: number };

export type TestVolume = {
  id: VolumeId;
  /** Where its files are, to plant there what a process in a sandbox would. */
  data: string;
  /** Names that lie in staging. */
  staging(): string[];
  /** What the books say. */
  usage(): Promise<Usage>;
  /** What `du` says, the two roots themselves left out. */
  measured(): Usage;
  /** What happened to it, in order, as `type` and `data`. */
  story(): Promise<{ type: string; data: Record<string, unknown> }[]>;
  /** Sets its own cap. */
  limit(caps: { maxSizeBytes?: number; maxFileCount?: number }): Promise<void>;
};

const du = (path: string, unit: string) => Number(execFileSync("du", ["-s", unit, path]).toString().split("\t")[0]);

/** A volume of its own for a test, with a view of what is really on the disk. */
export async function createTestVolume(system: System, team: TestTeam): Promise<TestVolume> {
  const { id } = await team.makeVolume();
  const home = await homeOf(system, id);
  const { queries } = system.database;
  const bytesIn = (part: string) => du(join(home, part), "--block-size=1") - lstatSync(join(home, part)).blocks * 512;
  const inodesIn = (part: string) => du(join(home, part), "--inodes") - 1;
  return {
    id,
    data: join(home, "data"),
    staging: () => readdirSync(join(home, "staging")),
    usage: async () => {
      const [row] = await queries.select().from(volumes).where(eq(volumes.id, id));
      if (row === undefined) throw new Error(`${id} is gone`);
      return { usedBytes: row.usedBytes, inodeCount: row.inodeCount, trashBytes: row.trashBytes };
    },
    measured: () => ({
      usedBytes: bytesIn("data") + bytesIn("trash"),
      inodeCount: inodesIn("data") + inodesIn("trash"),
      trashBytes: bytesIn("trash"),
    }),
    story: async () => {
      const rows = await queries.select().from(events).where(eq(events.volumeId, id)).orderBy(events.seq);
      return rows.map(({ type, data }) => ({ type, data }));
    },
    limit: async (caps) => {
      await queries.update(volumes).set(caps).where(eq(volumes.id, id));
    },
  };
}
