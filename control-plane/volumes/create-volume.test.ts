import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CreateVolumeInput } from "#lib/api/volumes.ts";
import type { System } from "../context.ts";
import { events, volumes } from "../db/schema.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { createVolume } from "./create-volume.ts";

describe.skipIf(databaseMissing() !== null)("createVolume", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());

  it("makes an empty volume under the default cap, and tells", async () => {
    const team = await createTestTeam(system);
    const volume = await createVolume(team.member, { name: "team-data" });
    expect(volume).toMatchObject({
      name: "team-data",
      used_bytes: 0,
      inode_count: 0,
      mount_count: 0,
      status: "available",
      max_size_bytes: system.config.volumeCapBytes,
      cap_source: "default",
    });
    const told = await system.database.queries.select().from(events).where(eq(events.volumeId, volume.id));
    expect(told).toMatchObject([
      { type: "volume.created", actorKind: "user", data: { name: "team-data" }, teamId: team.id },
    ]);
  });

  it("gives a name to one of many who ask at once, and leaves nothing of the others", async () => {
    const team = await createTestTeam(system);
    const before = await system.store.list();
    const asked = await Promise.allSettled(
      Array.from({ length: 8 }, () => createVolume(team.member, { name: "contested" })),
    );
    expect(asked.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    for (const one of asked)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "volume_name_conflict", status: 409 });
    const rows = await system.database.queries.select().from(volumes).where(eq(volumes.teamId, team.id));
    expect(rows).toHaveLength(1);
    expect((await system.store.list()).length).toBe(before.length + 1);
  });

  it("lets two teams use the same name", async () => {
    const [one, other] = [await createTestTeam(system), await createTestTeam(system)];
    await createVolume(one.member, { name: "same" });
    await expect(createVolume(other.member, { name: "same" })).resolves.toMatchObject({ name: "same" });
  });

  it("is refused to a viewer, and nothing is made", async () => {
    const team = await createTestTeam(system);
    await expect(createVolume(team.viewer, { name: "nope" })).rejects.toMatchObject({ code: "forbidden" });
    const rows = await system.database.queries
      .select()
      .from(volumes)
      .where(and(eq(volumes.teamId, team.id), eq(volumes.name, "nope")));
    expect(rows).toEqual([]);
  });

  it.each(["", ".", "..", "a/b", "a b", "-a", "a-", "a?b", "a%20b", "vol_", "vol_mine", "x".repeat(64), "ä"])(
    "refuses the name %j",
    (name) => {
      expect(CreateVolumeInput.safeParse({ name }).success).toBe(false);
    },
  );

  it.each(["a", "A1", "team-data", "v1.2_x", "x".repeat(63), "my-vol_1"])("takes the name %j", (name) => {
    expect(CreateVolumeInput.safeParse({ name }).success).toBe(true);
  });
});
