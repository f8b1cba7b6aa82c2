import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { System } from "../context.ts";
import { callApi } from "../testing/call-api.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";

describe.skipIf(databaseMissing() !== null)("sandboxes under their newer name", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());

  it("are the same, with machine_id, and refusals in the newer words", async ({ skip }) => {
    const { capability } = system.runtime;
    skip(!capability.available, capability.available ? "" : capability.reason);
    const team = await createTestTeam(system);
    const call = callApi(system, team.keys.write);
    const volume = await team.makeVolume();
    const volumes = [{ ref: volume.id, mount_path: "/data" }];
    const { status, body } = await call("POST", "/v1/machines", { volumes });
    expect([status, body.status]).toEqual([201, "running"]);
    expect(body.volume_attachments).toMatchObject([{ machine_id: body.id, sandbox_id: body.id }]);
    expect((await call("GET", "/v1/machines")).body).toMatchObject([{ id: body.id }]);
    expect((await call("POST", `/v1/machines/${body.id}/exec`, { command: "echo hi" })).body.stdout).toBe("hi\n");
    const asked = { kind: "file", target_path: "a", content_length: 3 };
    const { session } = (await call("POST", `/v1/machines/${body.id}/uploads`, asked)).body;
    expect(session.limits).not.toHaveProperty("sandbox_staging_quota_bytes");
    expect(session.limits.machine_staging_quota_bytes).toBeGreaterThan(0);
    const snapshot = await call("POST", `/v1/machines/${body.id}/hibernate`);
    expect(Object.keys(snapshot.body).toSorted()).toEqual(["created_at", "id", "machine_id", "metadata", "size_bytes"]);
    const refused = await call("POST", `/v1/machines/${body.id}/exec`, { command: "id" });
    expect(refused.body).toMatchObject({ code: "machine_not_ready", error_detail: { code: "machine_not_ready" } });
    expect((await call("GET", "/v1/machines/sb_0000000000000000")).body.code).toBe("machine_not_found");
    expect((await call("DELETE", `/v1/machines/${body.id}`)).body.status).toBe("destroyed");
  });
});
