import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AlertPage, ListAlertsQuery } from "#lib/api/alerts.ts";
import type { AttachmentState } from "#lib/api/attachments.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { alerts, attachments, events, sandboxes, volumes, webhooks } from "../db/schema.ts";
import { createApp } from "../http/app.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { openReplica } from "../testing/open-replica.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { plantAttachment } from "../testing/plant-attachment.ts";
import { plantSandbox } from "../testing/plant-sandbox.ts";
import { deleteVolume } from "../volumes/delete-volume.ts";
import { createWebhook } from "../webhooks/create-webhook.ts";
import { deleteWebhook } from "../webhooks/delete-webhook.ts";
import { updateWebhook } from "../webhooks/update-webhook.ts";
import { checkAlerts } from "./check-alerts.ts";
import { listAlerts } from "./list-alerts.ts";
import { pruneAlerts } from "./prune-alerts.ts";
import { watchAlerts } from "./watch-alerts.ts";

const CAP = 1000;

describe.skipIf(databaseMissing() !== null)("alerts", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());
  beforeEach(async () => {
    team = await createTestTeam(system);
  });

  const fill = (id: VolumeId, usedBytes: number) =>
    system.database.queries.update(volumes).set({ usedBytes, maxSizeBytes: CAP }).where(eq(volumes.id, id));
  const check = () => checkAlerts(system, team.id);
  const list = (query: object = {}) => listAlerts(team.viewer, ListAlertsQuery.parse(query));
  const open = async () => (await list({ open: "true" })).alerts;
  const story = async () =>
    (await system.database.queries.select().from(events).where(eq(events.teamId, team.id)).orderBy(events.seq))
      .filter(({ type }) => type.startsWith("alert."))
      .map(({ type, data }) => `${type} ${data.kind}: ${data.message}`);

  const makeSandbox = () => plantSandbox(system, team);
  const mount = async (volumeId: VolumeId) => {
    const id = await plantAttachment(system, team, { volumeId, sandboxId: await makeSandbox() });
    const set = async (state: AttachmentState, change: Partial<typeof attachments.$inferInsert> = {}) => {
      await system.database.queries
        .update(attachments)
        .set({ state, ...change })
        .where(eq(attachments.id, id));
      await check();
    };
    return { id, set };
  };

  it("follow a volume past 80 % and 95 % of its cap and down again", async () => {
    const volume = await team.makeVolume();
    const stages = [];
    for (const used of [500, 799, 800, 790, 949, 950, 940, 920, 781, 770, 0]) {
      await fill(volume.id, used);
      await check();
      stages.push((await open()).map(({ kind }) => kind).join());
    }
    const [none, over80, over95] = ["", "volume_over_80", "volume_over_95"];
    expect(stages).toEqual([none, none, over80, over80, over80, over95, over95, over80, over80, none, none]);
    expect((await story()).map((line) => line.split(".").slice(0, 2).join("."))).toEqual([
      `alert.raised volume_over_80: ${volume.name} is over 80 % of its cap`,
      `alert.cleared volume_over_80: ${volume.name} is over 95 % of its cap now`,
      `alert.raised volume_over_95: ${volume.name} is over 95 % of its cap`,
      `alert.cleared volume_over_95: ${volume.name} is below 95 % of its cap again`,
      `alert.raised volume_over_80: ${volume.name} is over 80 % of its cap`,
      `alert.cleared volume_over_80: ${volume.name} is below 80 % of its cap again`,
    ]);
  });

  it("go by the deployment's cap where nothing else is said", async () => {
    const volume = await team.makeVolume();
    const used = Math.round(0.9 * system.config.volumeCapBytes);
    await system.database.queries.update(volumes).set({ usedBytes: used }).where(eq(volumes.id, volume.id));
    await check();
    expect(await open()).toMatchObject([{ kind: "volume_over_80", volume_id: volume.id, cleared_at: null }]);
  });

  it("end when the volume is deleted", async () => {
    const volume = await team.makeVolume();
    await fill(volume.id, 990);
    await check();
    await deleteVolume(team.member, volume.id);
    await check();
    expect(await open()).toEqual([]);
    expect((await story()).at(-1)).toBe(`alert.cleared volume_over_95: ${volume.name} is gone.`);
  });

  it("tell that an attachment failed, wait while it is being mended, and tell that it works again", async () => {
    const volume = await team.makeVolume();
    const attachment = await mount(volume.id);
    await attachment.set("mounted");
    expect(await open()).toEqual([]);
    await attachment.set("failed", { lastErrorMessage: "The subpath is gone. Make it again and remount." });
    expect(await open()).toMatchObject([
      { kind: "attachment_failed", attachment_id: attachment.id, volume_id: volume.id },
    ]);
    await attachment.set("remounting");
    expect(await open()).toHaveLength(1);
    await attachment.set("mounted");
    expect(await open()).toEqual([]);
    expect(await story()).toEqual([
      `alert.raised attachment_failed: ${volume.name} at /data: The subpath is gone. Make it again and remount.`,
      `alert.cleared attachment_failed: ${volume.name} at /data works again.`,
    ]);
  });

  it("tell of a mount that is there and does not work, and end when it is detached", async () => {
    const attachment = await mount((await team.makeVolume()).id);
    const health = { at: new Date().toISOString(), code: "x", options: null, latency_ms: 1 };
    await attachment.set("mounted", { health: { ...health, healthy: false, message: "Reading takes for ever." } });
    expect((await open())[0]?.message).toContain("Reading takes for ever.");
    await attachment.set("released");
    expect(await open()).toEqual([]);
    expect((await story()).at(-1)).toContain("was detached");
  });

  it("do not tell of an attachment that is only on its way", async () => {
    const attachment = await mount((await team.makeVolume()).id);
    for (const state of ["requested", "mounting", "paused", "releasing"] as const) await attachment.set(state);
    expect(await story()).toEqual([]);
  });

  it("tell of a sandbox in error until it is destroyed", async () => {
    const id = await makeSandbox();
    const become = async (status: "error" | "destroyed") => {
      await system.database.queries
        .update(sandboxes)
        .set({ status, errorMessage: "It did not start: no room." })
        .where(eq(sandboxes.id, id));
      await check();
    };
    await become("error");
    expect(await open()).toMatchObject([
      { kind: "sandbox_error", sandbox_id: id, message: `${id}: It did not start: no room.` },
    ]);
    await become("destroyed");
    expect(await open()).toEqual([]);
  });

  it("tell of a webhook that was turned off, without its address, until it is on again or deleted", async () => {
    const hook = await createWebhook(team.admin, { url: "https://example.com/secret-path", kinds: ["sandbox_error"] });
    const turnOff = async () => {
      await system.database.queries
        .update(webhooks)
        .set({ disabledAt: new Date(), disabledReason: "nothing arrived." })
        .where(eq(webhooks.id, hook.id));
      await check();
    };
    await turnOff();
    expect(await open()).toMatchObject([{ kind: "webhook_disabled" }]);
    expect(JSON.stringify(await open())).not.toContain("example.com");
    await updateWebhook(team.admin, hook.id, { enabled: true });
    await check();
    expect(await open()).toEqual([]);
    await turnOff();
    await deleteWebhook(team.admin, hook.id);
    await check();
    expect(await open()).toEqual([]);
  });

  it("are told once, however many control planes look at the same time", async () => {
    const volume = await team.makeVolume();
    const replica = await openReplica(system);
    const look = () =>
      Promise.all([system, replica.system, system, replica.system].map((one) => checkAlerts(one, team.id)));
    await fill(volume.id, 900);
    await look();
    await fill(volume.id, 100);
    await look();
    expect(await story()).toHaveLength(2);
    await replica.close();
  });

  it("come by themselves soon after something happened", async () => {
    const volume = await team.makeVolume();
    const stop = watchAlerts(system);
    await fill(volume.id, 900);
    await team.makeVolume();
    await expect.poll(open).toHaveLength(1);
    await stop();
  });

  it("are listed page by page, open ones alone when asked, a volume's alone when asked", async () => {
    const [a, b, c] = [await team.makeVolume(), await team.makeVolume(), await team.makeVolume()];
    for (const { id } of [a, b, c]) {
      await fill(id, 900);
      await check();
    }
    await fill(b.id, 0);
    await check();
    expect(await open()).toMatchObject([{ volume_id: c.id }, { volume_id: a.id }]);
    const first = await list({ limit: 2 });
    expect(first).toMatchObject({ open_count: 2, alerts: [{ volume_id: c.id }, { volume_id: b.id }] });
    expect(await list({ limit: 2, before: first.next_cursor })).toMatchObject({
      alerts: [{ volume_id: a.id }],
      next_cursor: null,
    });
    expect((await list({ open: "false" })).alerts).toMatchObject([{ volume_id: b.id }]);
    expect((await list({ volume: a.id })).alerts).toHaveLength(1);
  });

  it("are answered over HTTP to a key that may read, and to its team alone", async () => {
    const volume = await team.makeVolume();
    await fill(volume.id, 900);
    await check();
    const read = async (key: string) => {
      const response = await createApp(system).request("/v1/alerts?open=true", {
        headers: { authorization: `Bearer ${key}` },
      });
      return AlertPage.parse(await response.json());
    };
    expect((await read(team.keys.read)).alerts).toHaveLength(1);
    const other = await createTestTeam(system);
    expect(await read(other.keys.admin)).toMatchObject({ alerts: [], open_count: 0 });
  });

  it("are forgotten some time after they are over, open ones never", async () => {
    const [over, still] = [await team.makeVolume(), await team.makeVolume()];
    for (const { id } of [over, still]) await fill(id, 900);
    await check();
    await fill(over.id, 0);
    await check();
    const long = new Date(Date.now() - (system.config.eventDays + 1) * 86_400_000);
    await system.database.queries
      .update(alerts)
      .set({ raisedAt: long, clearedAt: long })
      .where(and(eq(alerts.teamId, team.id), eq(alerts.subject, over.id)));
    await pruneAlerts(system);
    expect((await list()).alerts).toMatchObject([{ volume_id: still.id }]);
  });
});
