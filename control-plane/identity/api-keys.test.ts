import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { System } from "../context.ts";
import { apiKeys, events } from "../db/schema.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { hashApiKey } from "./api-key.ts";
import { createApiKey } from "./create-api-key.ts";
import { findApiKey } from "./find-api-key.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { rotateApiKey } from "./rotate-api-key.ts";

const HOUR = 3_600_000;

describe.skipIf(databaseMissing() !== null)("API keys of a team", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());
  beforeEach(async () => {
    team = await createTestTeam(system);
    await system.database.queries.delete(apiKeys).where(eq(apiKeys.teamId, team.id));
  });

  const make = (expires_at: string | null = null) =>
    createApiKey(team.admin, { name: "CI", scope: "read", expires_at });
  const story = async () =>
    (await system.database.queries.select().from(events).where(eq(events.teamId, team.id)).orderBy(events.seq)).map(
      ({ type, actorName, data }) => ({ type, actorName, data }),
    );

  it("are answered whole once, and listed by prefix ever after", async () => {
    const made = await make();
    expect(made.key).toMatch(/^ns_live_[0-9a-f]{32}$/);
    expect(made.prefix).toBe(made.key?.slice(0, 12));
    const { key, ...rest } = made;
    expect(await listApiKeys(team.admin)).toEqual([rest]);
    expect(await findApiKey(system, String(key))).toMatchObject({ team: team.id, caller: { scope: "read" } });
    expect(await story()).toEqual([
      {
        type: "key.created",
        actorName: team.admin.caller.kind === "user" ? team.admin.caller.email : "",
        data: { name: "CI", prefix: made.prefix },
      },
    ]);
    expect(JSON.stringify(await story())).not.toContain(key);
  });

  it("cannot be born expired", async () => {
    await expect(make(new Date(Date.now() - 1).toISOString())).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("end at once when revoked, and may be revoked again", async () => {
    const made = await make();
    await revokeApiKey(team.admin, made.id);
    await revokeApiKey(team.admin, made.id);
    await expect(findApiKey(system, String(made.key))).rejects.toMatchObject({ code: "unauthorized" });
    expect((await listApiKeys(team.admin))[0]?.revoked_at).not.toBeNull();
    expect((await story()).map(({ type }) => type)).toEqual(["key.created", "key.revoked"]);
  });

  it("rotate into a second row, and the old one holds for 24 hours more", async () => {
    const old = await make();
    const before = Date.now();
    const next = await rotateApiKey(team.admin, old.id);
    expect(next).toMatchObject({ name: "CI", scope: "read", expires_at: null, rotation_parent_key_id: old.id });
    expect(next.key).not.toBe(old.key);
    const listed = await listApiKeys(team.admin);
    expect(listed.map(({ id }) => id)).toEqual([next.id, old.id]);
    const end = Date.parse(String(listed[1]?.expires_at));
    expect(end - before).toBeGreaterThanOrEqual(24 * HOUR);
    expect(end - Date.now()).toBeLessThanOrEqual(24 * HOUR);
    for (const { key } of [old, next]) expect(await findApiKey(system, String(key))).toMatchObject({ team: team.id });
  });

  it("rotate without living longer than they were to, and with the same lifetime after", async () => {
    const old = await make(new Date(Date.now() + HOUR).toISOString());
    const next = await rotateApiKey(team.admin, old.id);
    const [, listed] = await listApiKeys(team.admin);
    expect(listed?.expires_at).toBe(old.expires_at);
    expect(Math.abs(Date.parse(String(next.expires_at)) - Date.now() - HOUR)).toBeLessThan(60_000);
  });

  it("rotate once: the second of two at once is refused", async () => {
    const old = await make();
    const both = await Promise.allSettled([rotateApiKey(team.admin, old.id), rotateApiKey(team.owner, old.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    expect(await listApiKeys(team.admin)).toHaveLength(2);
  });

  it("do not rotate when they do not hold any more", async () => {
    const revoked = await make();
    await revokeApiKey(team.admin, revoked.id);
    const expired = await make();
    await system.database.queries
      .update(apiKeys)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(apiKeys.keyHash, hashApiKey(String(expired.key))));
    for (const { id } of [revoked, expired])
      await expect(rotateApiKey(team.admin, id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("of another team are not there", async () => {
    const other = await createTestTeam(system);
    const made = await make();
    await expect(revokeApiKey(other.owner, made.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(rotateApiKey(other.owner, made.id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listApiKeys(other.owner)).map(({ id }) => id)).not.toContain(made.id);
  });

  it("are not for viewers and members", async () => {
    const made = await make();
    for (const ctx of [team.viewer, team.member])
      for (const act of [
        () => listApiKeys(ctx),
        () => createApiKey(ctx, { name: "x", scope: "read", expires_at: null }),
        () => revokeApiKey(ctx, made.id),
        () => rotateApiKey(ctx, made.id),
      ])
        await expect(act()).rejects.toMatchObject({ code: "forbidden" });
    expect(await listApiKeys(team.admin)).toHaveLength(1);
  });
});
