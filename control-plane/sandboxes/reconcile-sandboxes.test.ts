import { existsSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import { type Call, callApi } from "../testing/call-api.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { lookAtSandboxes } from "./look-at-sandboxes.ts";
import { reconcileSandboxes } from "./reconcile-sandboxes.ts";
import { recoverSandboxes } from "./recover-sandboxes.ts";

describe.skipIf(databaseMissing() !== null)("sandboxes that nobody asks about", () => {
  let system: System;
  let close: () => Promise<void>;
  const { signal } = new AbortController();
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());

  const withRuntime = (name: string, act: (call: Call) => Promise<void>) =>
    it(name, async ({ skip }) => {
      const { capability } = system.runtime;
      skip(!capability.available, capability.available ? "" : capability.reason);
      await act(callApi(system, (await createTestTeam(system)).keys.write));
    });
  const get = async (call: Call, id: string) => (await call("GET", `/v1/sandboxes/${id}`)).body;

  withRuntime("end when their time is over, in the way that was asked for, and not before", async (call) => {
    const make = async (action: string) =>
      (await call("POST", "/v1/sandboxes", { timeout_ms: 600_000, timeout_action: action })).body.id as SandboxId;
    const [doomed, asleep, later] = [await make("destroy"), await make("hibernate"), await make("destroy")];
    for (const id of [doomed, asleep])
      await system.database.queries
        .update(sandboxes)
        .set({ timeoutAt: new Date(0) })
        .where(eq(sandboxes.id, id));
    await reconcileSandboxes(system, signal);
    await expect.poll(() => get(call, doomed), { timeout: 30_000 }).toMatchObject({ status: "destroyed" });
    await expect.poll(() => get(call, asleep), { timeout: 30_000 }).toMatchObject({ pause_kind: "hibernated" });
    expect((await get(call, later)).status).toBe("running");
    const { events } = (await call("GET", `/v1/activity?sandbox=${doomed}&family=sandbox`)).body;
    expect(events[0]).toMatchObject({ actor: { kind: "system" }, data: { to: "destroyed", cause: "timeout" } });
    expect((await call("POST", `/v1/sandboxes/${later}/timeout`, { timeout_ms: 5_000 })).status).toBe(204);
    expect(Date.parse((await get(call, later)).timeout_at)).toBeLessThan(Date.now() + 6_000);
  });

  withRuntime("are in error when their processes are gone, and can only be destroyed", async (call) => {
    const { id } = (await call("POST", "/v1/sandboxes", {})).body;
    await lookAtSandboxes(system, signal);
    expect((await get(call, id)).status).toBe("running");
    await system.runtime.stop(id);
    await lookAtSandboxes(system, signal);
    expect(await get(call, id)).toMatchObject({
      status: "error",
      error_code: "sandbox_gone",
      error_message: expect.stringContaining("Destroy it"),
    });
    expect((await call("POST", `/v1/sandboxes/${id}/exec`, { command: "id" })).body.code).toBe("sandbox_not_ready");
    expect((await call("DELETE", `/v1/sandboxes/${id}`)).body.status).toBe("destroyed");
  });

  withRuntime("go on when somebody was killed while they stood still for a moment", async (call) => {
    const { id } = (await call("POST", "/v1/sandboxes", {})).body;
    await system.runtime.freeze(id);
    await lookAtSandboxes(system, signal);
    expect(await system.runtime.inspect(id)).toBe("running");
  });

  withRuntime("of another machine on the same disk are that one's alone", async (call) => {
    const { id } = (await call("POST", "/v1/sandboxes", {})).body as { id: SandboxId };
    const set = (values: Partial<typeof sandboxes.$inferInsert>) =>
      system.database.queries.update(sandboxes).set(values).where(eq(sandboxes.id, id));
    await set({ host: "another", timeoutAt: new Date(0) });
    for (const [method, path, body] of [
      ["POST", "/exec", { command: "id" }],
      ["POST", "/pause"],
      ["POST", "/hibernate"],
      ["POST", "/fork"],
      ["DELETE", ""],
    ] as const)
      expect((await call(method, `/v1/sandboxes/${id}${path}`, body)).body).toMatchObject({
        code: "sandbox_not_ready",
        error: expect.stringContaining("another machine"),
      });
    await reconcileSandboxes(system, signal);
    await recoverSandboxes(system);
    expect(await system.runtime.inspect(id)).toBe("running");
    await system.runtime.stop(id);
    await lookAtSandboxes(system, signal);
    await recoverSandboxes(system);
    expect((await get(call, id)).status).toBe("running");
    expect(existsSync(join(system.config.dataDirectory, "sandboxes", id, "files"))).toBe(true);
    await set({ host: thisHost(), timeoutAt: null });
    expect((await call("DELETE", `/v1/sandboxes/${id}`)).body.status).toBe("destroyed");
  });
});
