import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { System } from "../context.ts";
import { attachments, sandboxes } from "../db/schema.ts";
import { type Answer, type Call, callApi } from "../testing/call-api.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";

const names = (path: string) => readdir(path).catch(() => []);

describe.skipIf(databaseMissing() !== null)("the routes of sandboxes", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    const { capability } = system.runtime;
    if (!capability.available) console.warn(`skipped: ${capability.reason}`);
  });
  afterAll(() => close());

  const withRuntime = (name: string, act: (team: TestTeam, call: Call) => Promise<void>) =>
    it(name, async ({ skip }) => {
      skip(!system.runtime.capability.available);
      const team = await createTestTeam(system);
      await act(team, callApi(system, team.keys.write));
    });
  const exec = async (call: Call, id: string, command: string) =>
    (await call("POST", `/v1/sandboxes/${id}/exec`, { command })).body;
  /** Nothing of any sandbox of the team is on the machine or in the books. */
  async function expectNothing(team: TestTeam): Promise<void> {
    const { queries } = system.database;
    expect(await queries.select().from(sandboxes).where(eq(sandboxes.teamId, team.id))).toEqual([]);
    expect(await queries.select().from(attachments).where(eq(attachments.teamId, team.id))).toEqual([]);
  }
  const statusOf = async (call: Call, id: string) => (await call("GET", `/v1/sandboxes/${id}`)).body.status;

  withRuntime("mount a volume that the API wrote into a new sandbox, and the other way round", async (team, call) => {
    const volume = await team.makeVolume();
    await call("POST", `/v1/volumes/${volume.id}/files/write`, { path: "/hello.txt", content: "persistent\n" });
    const made = await call("POST", "/v1/sandboxes", {
      template: "base",
      volumes: [{ ref: volume.name, mount_path: "/workspace//shared/" }],
      metadata: { purpose: "test" },
      timeout_ms: 300_000,
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        status: "running",
        config: { vcpus: 2, memory_mb: 512 },
        volume_attachments: [{ volume_id: volume.id, mount_path: "/workspace/shared", state: "mounted" }],
        metadata: { purpose: "test", volume_attachments: [{ mount_path: "/workspace/shared" }] },
        timeout_action: "destroy",
      },
    });
    const { id } = made.body;
    expect(
      await exec(call, id, "cat /workspace/shared/hello.txt; echo more >> /workspace/shared/hello.txt"),
    ).toMatchObject({ exit_code: 0, stdout: "persistent\n", truncated: false });
    expect((await call("POST", `/v1/volumes/${volume.id}/files/read`, { path: "/hello.txt" })).body.content).toBe(
      "persistent\nmore\n",
    );
    expect(await call("DELETE", `/v1/sandboxes/${id}`)).toEqual({ status: 200, body: { id, status: "destroyed" } });
    expect(await call("DELETE", `/v1/sandboxes/${id}`)).toEqual({ status: 200, body: { id, status: "destroyed" } });
    expect(await system.runtime.inspect(made.body.id)).toBe("gone");
    expect(await names(join(system.config.dataDirectory, "sandboxes"))).not.toContain(id);
    expect((await call("GET", "/v1/sandboxes")).body).toEqual([]);
    const gone = await call("GET", `/v1/sandboxes/${id}`);
    expect(gone.body).toMatchObject({ status: "destroyed", volume_attachments: [], timeout_at: null });
    const story = (await call("GET", `/v1/activity?sandbox=${id}&family=sandbox`)).body.events;
    expect(story.map(({ data }: { data: { from: string; to: string } }) => [data.from, data.to])).toEqual([
      ["running", "destroyed"],
      ["creating", "running"],
      [null, "creating"],
    ]);
  });

  withRuntime("refuse a bad request whole, before anything is made", async (team, call) => {
    const volume = await team.makeVolume();
    const mount = { ref: volume.id, mount_path: "/data" };
    const theirs = await (await createTestTeam(system)).makeVolume();
    const refused: [unknown, string][] = [
      [{ template: "python" }, "template_not_found"],
      [{ volumes: [mount, { ref: "nobody", mount_path: "/other" }] }, "volume_not_found"],
      [{ volumes: [{ ref: theirs.id, mount_path: "/other" }] }, "volume_not_found"],
      [{ volumes: [mount, { ...mount, mount_path: "/data/below" }] }, "volume_overlapping_mounts"],
      [{ volumes: [{ ...mount, mount_path: "/usr/share/x" }] }, "volume_invalid_mount_path"],
      [{ volumes: [{ ...mount, mount_path: "/workspace/.nullspace/x" }] }, "volume_invalid_mount_path"],
      [{ volumes: [{ ...mount, subpath: "/missing" }] }, "volume_invalid_subpath"],
      [{ volumes: [{ ...mount, subpath: "/../.." }] }, "volume_invalid_subpath"],
      [{ snapshot_id: "snap_0000000000000000" }, "snapshot_not_found"],
      [{ cwd: "relative" }, "invalid_request"],
      [{ memory_mb: 0 }, "invalid_request"],
      [{ envs: { "a b": "c" } }, "invalid_request"],
      [{ timeout_ms: 0 }, "invalid_request"],
    ];
    for (const [body, code] of refused)
      expect((await call("POST", "/v1/sandboxes", body)).body.code, JSON.stringify(body)).toBe(code);
    await expectNothing(team);
    const reader = callApi(system, team.keys.read);
    expect((await reader("POST", "/v1/sandboxes", {})).body.code).toBe("forbidden");
    expect((await call("GET", "/v1/sandboxes/sb_0000000000000000")).body.code).toBe("sandbox_not_found");
    expect((await call("GET", "/v1/sandboxes?state=asleep")).body.code).toBe("invalid_request");
    expect((await call("GET", "/v1/sandboxes?metadata=x")).body.code).toBe("invalid_request");
    expect((await call("GET", "/v1/sandboxes?fields=id,secret")).body.code).toBe("invalid_fields");
  });

  withRuntime("take everything back when a mount fails in the end", async (team, call) => {
    const [good, bad] = [await team.makeVolume(), await team.makeVolume()];
    // Nobody can know before it is mounted.
    await system.store.remove(bad.id);
    const made = await call("POST", "/v1/sandboxes", {
      volumes: [
        { ref: good.id, mount_path: "/good" },
        { ref: bad.id, mount_path: "/bad" },
      ],
    });
    expect(made.body.code).toBe("volume_backend_unavailable");
    expect((await call("GET", "/v1/sandboxes")).body).toEqual([]);
    const [row] = await system.database.queries.select().from(sandboxes).where(eq(sandboxes.teamId, team.id));
    expect(row).toMatchObject({ status: "destroyed", errorCode: "volume_backend_unavailable", claimedBy: null });
    expect(await names(join(system.config.dataDirectory, "sandboxes"))).not.toContain(row?.id);
    expect((await call("GET", `/v1/volumes/${good.id}`)).body.mount_count).toBe(0);
    expect((await call("GET", `/v1/volumes/${good.id}/attachments`)).body).toEqual([]);
  });

  withRuntime("answer a repeated request with the same sandbox, also when two come at once", async (_team, call) => {
    const key = { "idempotency-key": "c0ffee" };
    const input = { metadata: { n: 1 } };
    const both = await Promise.all([
      call("POST", "/v1/sandboxes", input, key),
      call("POST", "/v1/sandboxes", input, key),
    ]);
    expect(both.map(({ body }) => body.status)).toEqual(["running", "running"]);
    expect(both[1]?.body.id).toBe(both[0]?.body.id);
    expect((await call("GET", "/v1/sandboxes")).body).toHaveLength(1);
    expect((await call("POST", "/v1/sandboxes", { metadata: { n: 2 } }, key)).body.code).toBe("conflict");
    const id = both[0]?.body.id;
    expect((await call("POST", `/v1/sandboxes/${id}/fork`, undefined, key)).body.code).toBe("conflict");
    const forks = await Promise.all(
      [1, 2].map(() => call("POST", `/v1/sandboxes/${id}/fork`, undefined, { "idempotency-key": "fork" })),
    );
    expect(forks[1]?.body.id).toBe(forks[0]?.body.id);
    expect((await call("GET", "/v1/sandboxes")).body).toHaveLength(2);
  });

  withRuntime("list by state, metadata and page, and say what may be done", async (_team, call) => {
    const ids: string[] = [];
    for (const n of [1, 2, 3])
      ids.unshift((await call("POST", "/v1/sandboxes", { metadata: { n, all: "yes" } })).body.id);
    const idsOf = ({ body }: Answer) => (body.items ?? body).map(({ id }: { id: string }) => id);
    expect(idsOf(await call("GET", "/v1/sandboxes"))).toEqual(ids);
    const first = await call("GET", "/v1/sandboxes?limit=2&fields=id");
    expect(first.body).toEqual({
      items: [{ id: ids[0] }, { id: ids[1] }],
      next_token: expect.any(String),
      has_next: true,
    });
    const second = await call("GET", `/v1/sandboxes?limit=2&next_token=${first.body.next_token}`);
    expect([idsOf(second), second.body.next_token, second.body.has_next]).toEqual([[ids[2]], null, false]);
    const filter = encodeURIComponent(JSON.stringify({ all: "yes", n: 2 }));
    expect(idsOf(await call("GET", `/v1/sandboxes?metadata=${filter}`))).toEqual([ids[1]]);
    await call("POST", `/v1/sandboxes/${ids[0]}/pause`);
    await call("DELETE", `/v1/sandboxes/${ids[2]}`);
    expect(idsOf(await call("GET", "/v1/sandboxes?state=paused,destroyed"))).toEqual([ids[0], ids[2]]);
    const { actions } = (await call("GET", `/v1/sandboxes/${ids[0]}?include=actions`)).body;
    expect(actions).toMatchObject({
      exec: { allowed: false, reason: expect.stringContaining("resume it first") },
      resume: { allowed: true, reason: null },
      hibernate: { allowed: true },
    });
    expect((await call("POST", `/v1/sandboxes/${ids[0]}/exec`, { command: "true" })).body.code).toBe(
      "sandbox_not_ready",
    );
    expect((await call("POST", `/v1/sandboxes/${ids[2]}/resume`)).body.code).toBe("sandbox_not_ready");
  });

  withRuntime("hold every process still while paused, and let it go on with what it holds", async (team, call) => {
    const volume = await team.makeVolume();
    const mounts = { volumes: [{ ref: volume.id, mount_path: "/data" }] };
    const { id } = (await call("POST", "/v1/sandboxes", mounts)).body;
    // It keeps the file open throughout.
    await call("POST", `/v1/sandboxes/${id}/exec`, {
      command: "while :; do echo x; sleep 0.01; done >> /data/log",
      background: true,
    });
    const size = async () =>
      (await call("POST", `/v1/volumes/${volume.id}/files/info`, { path: "/log" })).body.size ?? 0;
    await expect.poll(size, { timeout: 20_000 }).toBeGreaterThan(0);

    const paused = await call("POST", `/v1/sandboxes/${id}/pause`);
    expect(paused.body).toMatchObject({
      status: "paused",
      pause_kind: "frozen",
      volume_attachments: [{ state: "paused" }],
      timeout_at: null,
    });
    expect((await call("POST", `/v1/sandboxes/${id}/pause`)).body.pause_kind).toBe("frozen");
    const held = await size();
    // Time for many rounds of the loop: what runs on the host goes on meanwhile.
    for (let n = 0; n < 20; n++) await call("GET", `/v1/sandboxes/${id}`);
    expect(await size()).toBe(held);

    const resumed = await call("POST", `/v1/sandboxes/${id}/resume`);
    expect(resumed.body).toMatchObject({
      status: "running",
      pause_kind: null,
      volume_attachments: [{ state: "mounted" }],
    });
    await expect.poll(size, { timeout: 20_000 }).toBeGreaterThan(held);
    expect((await call("POST", `/v1/sandboxes/${id}/resume`)).body.status).toBe("running");
  });

  withRuntime("hibernate the files, not the processes, and mount again on resume by either id", async (team, call) => {
    const volume = await team.makeVolume();
    const { id } = (await call("POST", "/v1/sandboxes", { volumes: [{ ref: volume.id, mount_path: "/data" }] })).body;
    await exec(call, id, "echo mine > /workspace/own; echo shared > /data/shared");
    await call("POST", `/v1/sandboxes/${id}/exec`, { command: "sleep 1000", background: true });
    const snapshot = (await call("POST", `/v1/sandboxes/${id}/hibernate`)).body;
    expect(snapshot).toEqual({
      id: expect.stringMatching(/^snap_/),
      sandbox_id: id,
      size_bytes: expect.any(Number),
      created_at: expect.any(String),
      metadata: {},
    });
    expect((await call("POST", `/v1/sandboxes/${id}/hibernate`)).body.id).toBe(snapshot.id);
    const asleep = (await call("GET", `/v1/sandboxes/${id}`)).body;
    expect(asleep).toMatchObject({ status: "paused", pause_kind: "hibernated", snapshot_id: snapshot.id });
    expect(asleep.volume_attachments).toMatchObject([{ state: "paused" }]);
    expect((await call("DELETE", `/v1/volumes/${volume.id}`)).body.code).toBe("volume_busy");
    expect((await call("DELETE", `/v1/snapshots/${snapshot.id}`)).body.code).toBe("snapshot_in_use");
    for (const reference of [snapshot.id, id]) {
      const awake = await call("POST", `/v1/sandboxes/${reference}/resume`);
      expect(awake.body).toMatchObject({
        id,
        status: "running",
        snapshot_id: null,
        volume_attachments: [{ state: "mounted" }],
      });
      expect((await exec(call, id, "cat /workspace/own /data/shared")).stdout).toBe("mine\nshared\n");
      expect((await call("GET", `/v1/sandboxes/${id}/processes`)).body).toEqual([]);
      await call("POST", `/v1/sandboxes/${id}/hibernate`);
    }
    expect((await call("DELETE", `/v1/snapshots/${snapshot.id}`)).status).toBe(204);
    expect((await call("GET", `/v1/snapshots/${snapshot.id}`)).body.code).toBe("snapshot_not_found");
    await expect
      .poll(() => names(join(system.config.dataDirectory, "snapshots")), { timeout: 20_000 })
      .not.toContain(snapshot.id);
  });

  withRuntime("stay paused when a volume cannot be mounted on resume", async (team, call) => {
    const volume = await team.makeVolume();
    await call("POST", `/v1/volumes/${volume.id}/files/mkdir`, { path: "/sub" });
    const mounts = { volumes: [{ ref: volume.id, mount_path: "/data", subpath: "/sub" }] };
    const { id } = (await call("POST", "/v1/sandboxes", mounts)).body;
    await call("POST", `/v1/sandboxes/${id}/hibernate`);
    await call("POST", `/v1/volumes/${volume.id}/files/remove`, { path: "/sub" });
    expect((await call("POST", `/v1/sandboxes/${id}/resume`)).body.code).toBe("volume_invalid_subpath");
    expect((await call("GET", `/v1/sandboxes/${id}`)).body).toMatchObject({
      status: "paused",
      volume_attachments: [{ state: "paused" }],
    });
    await call("POST", `/v1/volumes/${volume.id}/files/mkdir`, { path: "/sub" });
    expect((await call("POST", `/v1/sandboxes/${id}/resume`)).body.status).toBe("running");
  });

  withRuntime("fork the files and the mounts, and make others from a snapshot", async (team, call) => {
    const volume = await team.makeVolume();
    const input = { volumes: [{ ref: volume.name, mount_path: "/data", read_only: true }], envs: { WHO: "me" } };
    const { id } = (await call("POST", "/v1/sandboxes", input)).body;
    await exec(call, id, "echo first > /workspace/a");
    const snapshot = await call("POST", `/v1/sandboxes/${id}/snapshots`);
    expect([snapshot.status, Object.keys(snapshot.body).toSorted()]).toEqual([
      201,
      ["created_at", "id", "metadata", "sandbox_id", "size_bytes"],
    ]);
    const fork = (await call("POST", `/v1/sandboxes/${id}/fork`)).body;
    expect(await statusOf(call, id)).toBe("running");
    expect(fork.volume_attachments).toMatchObject([{ mount_path: "/data", read_only: true, state: "mounted" }]);
    await exec(call, id, "echo second > /workspace/a");
    expect((await exec(call, fork.id, "cat /workspace/a; echo $WHO; touch /data/x 2>&1")).stdout).toMatch(
      /^first\nme\n.*Read-only/s,
    );
    await call("DELETE", `/v1/sandboxes/${id}`);
    // The copy that the fork needed is nobody's business.
    expect((await call("GET", "/v1/snapshots")).body).toEqual([snapshot.body]);
    expect((await call("GET", `/v1/snapshots?sandbox_id=${fork.id}`)).body).toEqual([]);
    const restored = (await call("POST", "/v1/sandboxes", { snapshot_id: snapshot.body.id })).body;
    expect(restored.volume_attachments).toMatchObject([
      { volume_id: volume.id, mount_path: "/data", state: "mounted" },
    ]);
    expect((await exec(call, restored.id, "cat /workspace/a")).stdout).toBe("first\n");
  });

  withRuntime("answer at once where they are asked not to wait", async (team, call) => {
    const volume = await team.makeVolume();
    const input = { volumes: [{ ref: volume.id, mount_path: "/data" }] };
    const { body } = await call("POST", "/v1/sandboxes?wait=false&include=actions", input);
    expect(body).toMatchObject({ status: "creating", actions: { exec: { allowed: false } } });
    await expect.poll(() => statusOf(call, body.id), { timeout: 30_000 }).toBe("running");
    expect((await call("POST", `/v1/sandboxes/${body.id}/hibernate?wait=false`)).status).toBe(200);
    await expect.poll(() => statusOf(call, body.id), { timeout: 30_000 }).toBe("paused");
    expect((await call("DELETE", `/v1/sandboxes/${body.id}?wait=false`)).status).toBe(200);
    await expect.poll(() => statusOf(call, body.id), { timeout: 30_000 }).toBe("destroyed");
  });

  withRuntime("destroy one in the middle of its creation", async (team, call) => {
    const volume = await team.makeVolume();
    const input = { volumes: [{ ref: volume.id, mount_path: "/data" }] };
    const { id } = (await call("POST", "/v1/sandboxes?wait=false", input)).body;
    expect((await call("DELETE", `/v1/sandboxes/${id}`)).body).toEqual({ id, status: "destroyed" });
    expect(await statusOf(call, id)).toBe("destroyed");
    expect(await system.runtime.inspect(id)).toBe("gone");
    expect((await call("GET", `/v1/volumes/${volume.id}`)).body.mount_count).toBe(0);
  });
});
