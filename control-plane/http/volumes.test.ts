import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { System } from "../context.ts";
import { volumes } from "../db/schema.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { finishDeletions } from "../volumes/finish-deletions.ts";
import { createApp } from "./app.ts";

const OPERATOR_KEY = "an-operator-key-of-more-than-32-characters";

describe.skipIf(databaseMissing() !== null)("the routes of volumes", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem({ config: { operatorKey: OPERATOR_KEY } }));
  });
  afterAll(() => close());

  async function call(key: string, method: string, path: string, body?: unknown) {
    const response = await createApp(system).request(path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  }
  const bytesOf = async (id: string) => (await readdir(join(system.config.dataDirectory, "volumes"))).includes(id);

  it("answers a word that is no id like an id that does not exist", async () => {
    const { keys } = await createTestTeam(system);
    for (const path of ["/v1/volumes/nope", "/v1/volumes/nope/files", "/v1/volumes/sb_00000000/trash"]) {
      const { status, body } = await call(keys.write, "GET", path);
      expect([status, body.code], path).toEqual([404, "volume_not_found"]);
    }
    expect((await call(keys.write, "GET", "/v1/volumes/vol_00000000/files?path=relative")).body.code).toBe(
      "invalid_request",
    );
  });

  it("makes, lists, gets and deletes, and the name is free again at once", async () => {
    const { keys } = await createTestTeam(system);
    const made = await call(keys.write, "POST", "/v1/volumes", { name: "data" });
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect((await call(keys.read, "GET", "/v1/volumes")).body).toEqual([made.body]);
    expect((await call(keys.read, "GET", `/v1/volumes/${id}`)).body).toEqual(made.body);
    expect((await call(keys.read, "GET", "/v1/volumes/by-name/data")).body).toEqual(made.body);
    expect(await bytesOf(id)).toBe(true);

    expect(await call(keys.write, "DELETE", `/v1/volumes/${id}`)).toEqual({ status: 204, body: null });
    expect((await call(keys.write, "POST", "/v1/volumes", { name: "data" })).status).toBe(201);
    expect((await call(keys.read, "GET", `/v1/volumes/${id}`)).body.code).toBe("volume_not_found");
    await vi.waitFor(async () => expect(await bytesOf(id)).toBe(false), { timeout: 20_000 });
    await vi.waitFor(
      async () => expect(await system.database.queries.select().from(volumes).where(eq(volumes.id, id))).toEqual([]),
      { timeout: 20_000 },
    );
  });

  it("answers the same for an unknown volume and for another team's", async () => {
    const [team, other] = [await createTestTeam(system), await createTestTeam(system)];
    const theirs = await other.makeVolume();
    for (const [method, path] of [
      ["GET", "/v1/volumes/ID"],
      ["DELETE", "/v1/volumes/ID"],
    ] as const) {
      const [foreign, unknown] = [
        await call(team.keys.admin, method, path.replace("ID", theirs.id)),
        await call(team.keys.admin, method, path.replace("ID", "vol_00000000000000aa")),
      ];
      expect(foreign).toMatchObject({ status: 404, body: { code: "volume_not_found" } });
      expect({ ...foreign.body, request_id: "", error: "", error_detail: {} }).toEqual({
        ...unknown.body,
        request_id: "",
        error: "",
        error_detail: {},
      });
    }
    expect((await call(team.keys.read, "GET", `/v1/volumes/by-name/${theirs.name}`)).body.code).toBe("not_found");
    expect((await call(team.keys.read, "GET", "/v1/volumes")).body).toEqual([]);
    expect((await call(other.keys.read, "GET", `/v1/volumes/${theirs.id}`)).status).toBe(200);
  });

  it("answers only the fields asked for, and refuses those that there are not", async () => {
    const { keys, makeVolume } = await createTestTeam(system);
    const { id, name } = await makeVolume();
    expect((await call(keys.read, "GET", "/v1/volumes?fields=id,%20name,id")).body).toEqual([{ id, name }]);
    expect((await call(keys.read, "GET", `/v1/volumes/${id}?fields=name`)).body).toEqual({ name });
    expect((await call(keys.read, "GET", `/v1/volumes/by-name/${name}?fields=id`)).body).toEqual({ id });
    for (const fields of ["id,nonsense", "", "constructor", "__proto__"])
      expect(await call(keys.read, "GET", `/v1/volumes?fields=${fields}`)).toMatchObject({
        status: 400,
        body: { code: "invalid_fields" },
      });
  });

  it("says what the caller may do, with the reason where not, and keeps to it", async () => {
    const { keys, makeVolume } = await createTestTeam(system);
    const { id } = await makeVolume();
    const allowed = { allowed: true, reason: null };
    const seen = async (key: string) => (await call(key, "GET", `/v1/volumes/${id}?include=actions`)).body.actions;
    expect(await seen(keys.write)).toEqual({ write: allowed, delete: allowed });
    const refused = { allowed: false, reason: expect.stringContaining("scope write") };
    expect(await seen(keys.read)).toEqual({ write: refused, delete: refused });
    expect((await call(keys.read, "DELETE", `/v1/volumes/${id}`)).body.code).toBe("forbidden");
    expect((await call(keys.read, "POST", "/v1/volumes", { name: "mine" })).body.code).toBe("forbidden");
    expect(await call(keys.read, "GET", `/v1/volumes/${id}`)).toMatchObject({ status: 200 });
  });

  it("finishes a deletion that was interrupted, and leaves the living alone", async () => {
    const { makeVolume } = await createTestTeam(system);
    const [doomed, living] = [await makeVolume(), await makeVolume()];
    await system.database.queries.update(volumes).set({ deletedAt: new Date() }).where(eq(volumes.id, doomed.id));
    await finishDeletions(system, { alone: false });
    // It may be in the hands of another replica still.
    expect(await bytesOf(doomed.id)).toBe(true);
    await finishDeletions(system, { alone: true });
    expect(await bytesOf(doomed.id)).toBe(false);
    expect(await bytesOf(living.id)).toBe(true);
    expect(await system.database.queries.select().from(volumes).where(eq(volumes.id, doomed.id))).toEqual([]);
  });

  it("says error for a volume whose bytes are missing", async () => {
    const { keys, makeVolume } = await createTestTeam(system);
    const { id } = await makeVolume();
    await system.store.remove(id);
    expect((await call(keys.read, "GET", `/v1/volumes/${id}`)).body.status).toBe("error");
  });

  describe("caps", () => {
    const admin = (method: string, path: string, body?: unknown) => call(OPERATOR_KEY, method, path, body);
    const capOf = async (team: TestTeam, id: string) => {
      const { body } = await call(team.keys.read, "GET", `/v1/volumes/${id}?fields=max_size_bytes,cap_source,status`);
      return body;
    };

    it("come from the volume, else its team, else the deployment", async () => {
      const team = await createTestTeam(system);
      const { id } = await team.makeVolume();
      expect((await admin("PUT", `/v1/admin/teams/${team.id}/cap`, { max_size_bytes: 5000 })).status).toBe(204);
      expect(await capOf(team, id)).toMatchObject({ max_size_bytes: 5000, cap_source: "team" });
      expect((await admin("PUT", `/v1/admin/volumes/${id}/cap`, { max_size_bytes: 7000 })).body).toMatchObject({
        max_size_bytes: 7000,
        cap_source: "volume",
      });
      expect(await capOf(team, id)).toMatchObject({ max_size_bytes: 7000, cap_source: "volume" });
      await admin("PUT", `/v1/admin/volumes/${id}/cap`, { max_size_bytes: null, max_file_count: 10 });
      await admin("PUT", `/v1/admin/teams/${team.id}/cap`, { max_size_bytes: null });
      expect(await capOf(team, id)).toMatchObject({
        max_size_bytes: system.config.volumeCapBytes,
        cap_source: "default",
      });
      const { body } = await call(team.keys.read, "GET", "/v1/activity");
      expect(body.events.map((event: { type: string }) => event.type)).toEqual([
        "volume.cap_changed",
        "volume.cap_changed",
        "volume.cap_changed",
        "volume.cap_changed",
        "volume.created",
      ]);
    });

    it("below what a volume holds make it degraded", async () => {
      const team = await createTestTeam(system);
      const { id } = await team.makeVolume();
      await system.database.queries.update(volumes).set({ usedBytes: 4096 }).where(eq(volumes.id, id));
      await admin("PUT", `/v1/admin/volumes/${id}/cap`, { max_size_bytes: 4095 });
      expect((await capOf(team, id)).status).toBe("degraded");
      await admin("PUT", `/v1/admin/volumes/${id}/cap`, { max_size_bytes: 4096 });
      expect((await capOf(team, id)).status).toBe("available");
    });

    it("are set by the operator alone", async () => {
      const team = await createTestTeam(system);
      const { id } = await team.makeVolume();
      const path = `/v1/admin/volumes/${id}/cap`;
      for (const key of [team.keys.admin, `${OPERATOR_KEY}x`, OPERATOR_KEY.slice(1)])
        expect((await call(key, "PUT", path, { max_size_bytes: 1 })).body.code).toBe("unauthorized");
      expect((await createApp(system).request("/v1/admin/volumes")).status).toBe(401);
      expect((await capOf(team, id)).cap_source).toBe("default");
      expect((await admin("PUT", path, { max_size_bytes: 0 })).body.code).toBe("invalid_request");
      expect((await admin("PUT", path.replace(id, "vol_00000000000000aa"), { max_size_bytes: 1 })).status).toBe(404);
      const all = (await admin("GET", "/v1/admin/volumes")).body;
      expect(all).toContainEqual(expect.objectContaining({ id, team_id: team.id }));
    });
  });
});
