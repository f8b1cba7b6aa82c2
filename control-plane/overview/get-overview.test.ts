import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttachmentState } from "#lib/api/attachments.ts";
import { Overview } from "#lib/api/overview.ts";
import type { SandboxStatus } from "#lib/api/sandboxes.ts";
import type { System } from "../context.ts";
import { createApp } from "../http/app.ts";
import { newId } from "../new-id.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { plantAttachment } from "../testing/plant-attachment.ts";
import { plantSandbox } from "../testing/plant-sandbox.ts";
import { getOverview } from "./get-overview.ts";

describe.skipIf(databaseMissing() !== null)("getOverview", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());

  const addSandbox = (team: TestTeam, status: SandboxStatus) => plantSandbox(system, team, { status });
  const addAttachment = async (team: TestTeam, state: AttachmentState, healthy: boolean | null) => {
    const health = { at: new Date().toISOString(), code: null, message: null, options: null, latency_ms: 1 };
    await plantAttachment(system, team, {
      volumeId: newId("vol"),
      sandboxId: await addSandbox(team, "destroyed"),
      state,
      health: healthy === null ? null : { ...health, healthy },
    });
  };

  it("counts what is there by how it stands, of this team alone, without what is over", async () => {
    const [team, other] = [await createTestTeam(system), await createTestTeam(system)];
    for (const one of [team, other]) {
      await addSandbox(one, "running");
      await addAttachment(one, "mounted", true);
    }
    await addSandbox(team, "running");
    await addSandbox(team, "error");
    await addAttachment(team, "mounted", false);
    await addAttachment(team, "mounted", null);
    await addAttachment(team, "failed", false);
    await addAttachment(team, "released", true);
    const { attachments: mounts, sandboxes: boxes } = await getOverview(team.viewer);
    expect(new Set(mounts)).toEqual(
      new Set([
        { state: "mounted", count: 3, unhealthy: 1 },
        { state: "failed", count: 1, unhealthy: 1 },
      ]),
    );
    expect(new Set(boxes)).toEqual(
      new Set([
        { status: "running", count: 2, unreachable: 0 },
        { status: "error", count: 1, unreachable: 0 },
      ]),
    );
  });

  it("is answered over HTTP, empty to a team that has nothing", async () => {
    const team = await createTestTeam(system);
    const answer = await createApp(system).request("/v1/overview", {
      headers: { authorization: `Bearer ${team.keys.read}` },
    });
    expect(Overview.parse(await answer.json())).toEqual({ attachments: [], sandboxes: [] });
  });
});
