import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VolumeId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { events, volumes } from "../db/schema.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { homeOf } from "../testing/home-of.ts";
import { openReplica } from "../testing/open-replica.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { changeUsage } from "./change-usage.ts";
import { lockVolume } from "./find-volume.ts";
import { reconcileVolume } from "./reconcile-volume.ts";
import { reconcileVolumes } from "./reconcile-volumes.ts";

describe.skipIf(databaseMissing() !== null)("reconciling usage", () => {
  let system: System;
  let close: () => Promise<void>;
  const never = new AbortController().signal;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());

  const dataOf = async (id: VolumeId) => join(await homeOf(system, id), "data");
  const rowOf = async (id: VolumeId) => {
    const [row] = await system.database.queries.select().from(volumes).where(eq(volumes.id, id));
    if (row === undefined) throw new Error("no such row");
    return row;
  };
  const told = (id: VolumeId) => system.database.queries.select().from(events).where(eq(events.volumeId, id));

  it("counts what was written past the API, and tells once", async () => {
    const team = await createTestTeam(system);
    const { id } = await team.makeVolume();
    await mkdir(join(await dataOf(id), "a"));
    await writeFile(join(await dataOf(id), "a", "b"), "x".repeat(10_000));
    await reconcileVolumes(system, { olderThanMs: 0, signal: never });
    const row = await rowOf(id);
    expect(row.inodeCount).toBe(2);
    expect(row.usedBytes).toBeGreaterThanOrEqual(10_000);
    expect(row.lastReconciledAt).not.toBeNull();
    await reconcileVolumes(system, { olderThanMs: 0, signal: never });
    expect((await told(id)).map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: "volume.created" },
      { type: "volume.usage_changed", data: { used_bytes: row.usedBytes, inode_count: 2, trash_bytes: 0 } },
    ]);
  });

  it("leaves a volume alone that was reconciled lately, or that another replica has", async () => {
    const team = await createTestTeam(system);
    const [lately, claimed] = [await team.makeVolume(), await team.makeVolume()];
    await reconcileVolume(system, await rowOf(lately.id));
    await system.database.queries
      .update(volumes)
      .set({ reconcileClaimedUntil: new Date(Date.now() + 60_000) })
      .where(eq(volumes.id, claimed.id));
    const before = (await rowOf(lately.id)).lastReconciledAt;
    await reconcileVolumes(system, { olderThanMs: 3_600_000, signal: never });
    expect((await rowOf(lately.id)).lastReconciledAt).toEqual(before);
    expect((await rowOf(claimed.id)).lastReconciledAt).toBeNull();
  });

  it("is done once by two replicas that look at the same time", async () => {
    const team = await createTestTeam(system);
    const made = await Promise.all(Array.from({ length: 6 }, () => team.makeVolume()));
    for (const { id } of made) await writeFile(join(await dataOf(id), "file"), "x");
    const replica = await openReplica(system);
    await Promise.all(
      [system, replica.system].map((one) => reconcileVolumes(one, { olderThanMs: 3_600_000, signal: never })),
    );
    await replica.close();
    for (const { id } of made)
      expect((await told(id)).map(({ type }) => type)).toEqual(["volume.created", "volume.usage_changed"]);
  });

  it("throws a walk away during which the API wrote, and walks again", async () => {
    const team = await createTestTeam(system);
    const { id } = await team.makeVolume();
    let walks = 0;
    const raced: System = {
      ...system,
      store: {
        ...system.store,
        measure: async (volume) => {
          walks += 1;
          const result = await system.store.measure(volume);
          // Committed after the first walk and before its result is saved.
          if (walks === 1) {
            await writeFile(join(await dataOf(id), "file"), "x".repeat(4096));
            await team.member.transaction(async (tx) =>
              changeUsage(tx, await lockVolume(tx, team.member, id), { usedBytes: 4096, inodeCount: 1, trashBytes: 0 }),
            );
          }
          return result;
        },
      },
    };
    expect(await reconcileVolume(raced, await rowOf(id))).toBe(true);
    expect(walks).toBe(2);
    expect(await rowOf(id)).toMatchObject({ usedBytes: 4096, inodeCount: 1 });
  });

  it("gives up for now, and corrects nothing, while the API writes all the time", async () => {
    const team = await createTestTeam(system);
    const { id } = await team.makeVolume();
    const busy: System = {
      ...system,
      store: {
        ...system.store,
        measure: async (volume) => {
          const result = await system.store.measure(volume);
          await team.member.transaction(async (tx) =>
            changeUsage(tx, await lockVolume(tx, team.member, id), { usedBytes: 100, inodeCount: 1, trashBytes: 0 }),
          );
          return result;
        },
      },
    };
    expect(await reconcileVolume(busy, await rowOf(id))).toBe(false);
    const row = await rowOf(id);
    expect(row.usedBytes).toBe(100 * row.inodeCount);
    expect(row.lastReconciledAt).toBeNull();
  });
});
