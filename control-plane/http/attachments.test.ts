import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AttachmentDetail, AttachmentsResult, VolumeAttachment } from "#lib/api/attachments.ts";
import { createClient } from "#lib/api/client/client.ts";
import type { System } from "../context.ts";
import { whyNoSandboxes } from "../testing/create-test-sandbox.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { startTestSandbox } from "../testing/start-test-sandbox.ts";
import { type App, createApp } from "./app.ts";

describe.skipIf(databaseMissing() !== null)("the routes of attachments", () => {
  let system: System;
  let app: App;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    app = createApp(system);
  });
  afterAll(() => close());

  async function call(key: string, method: string, path: string, body?: unknown) {
    const response = await app.request(path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  }
  async function setUp(context: { skip: (note?: string) => void }) {
    const missing = whyNoSandboxes(system);
    if (missing !== null) context.skip(missing);
    const team = await createTestTeam(system);
    const [sandbox, volume] = [await startTestSandbox(system, team), await team.makeVolume()];
    return { team, key: team.keys.write, sandbox, volume, base: `/v1/sandboxes/${sandbox.id}/volumes` };
  }

  it("attach, list, get, look, remount and detach as the official client does", async (context) => {
    const { key, volume, base } = await setUp(context);
    // As it sends it: `read_only` always, `subpath` only when there is one.
    const made = await call(key, "POST", base, { ref: volume.name, mount_path: "/workspace/shared", read_only: false });
    expect(made.status).toBe(201);
    const attachment = VolumeAttachment.parse(made.body);
    expect(attachment).toMatchObject({ state: "mounted", volume_id: volume.id, mount_path: "/workspace/shared" });
    const bare = (rows: { id: string }[]) => rows.map(({ id }) => id);
    for (const path of [base, `/v1/volumes/${volume.id}/attachments`, "/v1/attachments"]) {
      const { status, body } = await call(key, "GET", path);
      expect([status, bare(body)], path).toEqual([200, [attachment.id]]);
    }
    const one = `${base}/${attachment.id}`;
    const looked = await call(key, "GET", `${one}/health`);
    expect(looked).toMatchObject({ status: 200, body: { state: "mounted", health: { healthy: true } } });
    for (const path of [one, `/v1/attachments/${attachment.id}`]) {
      const { status, body } = await call(key, "GET", `${path}?include=actions`);
      expect(status).toBe(200);
      expect(AttachmentDetail.parse(body)).toMatchObject({
        checks: [{ healthy: true }],
        actions: { detach: { allowed: true }, remount: { allowed: true } },
      });
    }
    expect(await call(key, "POST", `${one}/remount`)).toMatchObject({ status: 200, body: { state: "mounted" } });
    expect(await call(key, "DELETE", one)).toMatchObject({ status: 200, body: { state: "released" } });
    expect(await call(key, "GET", base)).toMatchObject({ status: 200, body: [] });
    const released = await call(key, "GET", `/v1/attachments?state=released,failed&volume=${volume.id}`);
    expect(bare(released.body)).toEqual([attachment.id]);
    expect((await call(key, "GET", "/v1/attachments?state=gone")).body.code).toBe("invalid_request");
  });

  it("refuse in the contract's words", async (context) => {
    const { team, key, volume, base } = await setUp(context);
    const good = { ref: volume.id, mount_path: "/data" };
    const refusals: [body: unknown, status: number, code: string][] = [
      [{ ...good, mount_path: "data" }, 400, "volume_invalid_mount_path"],
      [{ ...good, subpath: "/none" }, 400, "volume_invalid_subpath"],
      [{ ...good, ref: "none" }, 404, "volume_not_found"],
      [{ mount_path: "/data" }, 400, "invalid_request"],
      [{ ...good, ref: "  " }, 400, "invalid_request"],
    ];
    for (const [body, status, code] of refusals)
      expect(await call(key, "POST", base, body), code).toMatchObject({
        status,
        body: { code, error: expect.any(String) },
      });
    expect(await call(team.keys.read, "POST", base, good)).toMatchObject({ status: 403, body: { code: "forbidden" } });
    for (const [path, code] of [
      ["/v1/sandboxes/sb_00000000/volumes", "sandbox_not_found"],
      ["/v1/volumes/vol_00000000/attachments", "volume_not_found"],
      [`${base}/att_00000000`, "attachment_not_found"],
      [`${base}/nonsense/health`, "attachment_not_found"],
      ["/v1/attachments/att_00000000", "attachment_not_found"],
    ] as const)
      expect(await call(key, "GET", path), path).toMatchObject({ status: 404, body: { code } });
    expect((await call(key, "GET", base)).body).toEqual([]);
  });

  it("never show another team's", async (context) => {
    const { key, volume, base } = await setUp(context);
    const { body } = await call(key, "POST", base, { ref: volume.id, mount_path: "/data" });
    const stranger = (await createTestTeam(system)).keys.admin;
    for (const [method, path] of [
      ["GET", base],
      ["GET", `${base}/${body.id}`],
      ["GET", `${base}/${body.id}/health`],
      ["POST", `${base}/${body.id}/remount`],
      ["DELETE", `${base}/${body.id}`],
      ["GET", `/v1/attachments/${body.id}`],
      ["GET", `/v1/volumes/${volume.id}/attachments`],
    ] as const)
      expect((await call(stranger, method, path)).status, `${method} ${path}`).toBe(404);
    expect((await call(stranger, "GET", "/v1/attachments")).body).toEqual([]);
    const many = await call(stranger, "POST", "/v1/attachments/detach", { ids: [body.id] });
    expect(AttachmentsResult.parse(many.body)).toMatchObject({
      succeeded: [],
      failed: [{ id: body.id, code: "attachment_not_found" }],
    });
    expect((await call(key, "GET", `${base}/${body.id}`)).body.state).toBe("mounted");
  });

  it("speak with the typed client, many at once too, and count in the metrics", async (context) => {
    const { key, volume, sandbox } = await setUp(context);
    const api = createClient({
      baseUrl: "http://control.plane",
      headers: () => ({ authorization: `Bearer ${key}` }),
      fetch: async (input, init) => app.request(String(input), init),
    });
    const asked = { ref: volume.id, mount_path: "/one" };
    const one = await api.attachments.attach(sandbox.id, asked, { wait: false });
    expect(one).toMatchObject({ state: "mounting", actions: { detach: { allowed: true } } });
    const two = await api.attachments.attach(sandbox.id, { ...asked, mount_path: "/two" });
    const metrics = await (await app.request("/metrics")).text();
    expect(metrics).toMatch(/nullspace_attachments\{state="mounted"\} [1-9]/);
    expect(metrics).toMatch(
      /nullspace_attachment_drive_duration_seconds_count\{state="mounting",outcome="changed"\} [1-9]/,
    );
    const ids = [one.id, two.id];
    expect((await api.attachments.remountMany({ ids })).succeeded.map(({ state }) => state)).toEqual([
      "mounted",
      "mounted",
    ]);
    const detached = await api.attachments.detachMany({ ids });
    expect(detached.succeeded.map(({ state }) => state)).toEqual(["released", "released"]);
    await expect(api.attachments.detachMany({ ids: [] })).rejects.toMatchObject({ code: "invalid_request" });
  });
});
