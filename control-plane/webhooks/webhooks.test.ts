import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AlertKind } from "#lib/api/alerts.ts";
import type { WebhookId } from "#lib/api/ids.ts";
import { MAX_WEBHOOKS } from "#lib/api/limits.ts";
import { ListDeliveriesQuery } from "#lib/api/webhooks.ts";
import { checkAlerts } from "../alerts/check-alerts.ts";
import type { System } from "../context.ts";
import { events, volumes, webhookDeliveries, webhooks } from "../db/schema.ts";
import { createApp } from "../http/app.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { openReplica } from "../testing/open-replica.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { type Received, type Receiver, startReceiver } from "../testing/start-receiver.ts";
import { createDeliverer } from "./create-deliverer.ts";
import { createWebhook } from "./create-webhook.ts";
import { deleteWebhook } from "./delete-webhook.ts";
import { listWebhookDeliveries } from "./list-webhook-deliveries.ts";
import { listWebhooks } from "./list-webhooks.ts";
import { rotateWebhookSecret } from "./rotate-webhook-secret.ts";
import { sendWebhookTest } from "./send-webhook-test.ts";
import { updateWebhook } from "./update-webhook.ts";

const CAP = 1000;

describe.skipIf(databaseMissing() !== null)("webhooks", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  let receiver: Receiver;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem({ config: { webhookAllowedHosts: ["127.0.0.1"] } }));
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await receiver.close();
    await close();
  });
  beforeEach(async () => {
    team = await createTestTeam(system);
    receiver.received.length = 0;
    receiver.plan();
    // What an earlier test left to be sent.
    await system.database.queries.delete(webhookDeliveries);
  });

  const make = (given: Partial<Parameters<typeof createWebhook>[1]> = {}) =>
    createWebhook(team.admin, { url: receiver.url, kinds: AlertKind.options, ...given });
  /** A volume passes 80 % of its cap: an alert is raised. */
  const raise = async () => {
    const { id } = await team.makeVolume();
    await system.database.queries.update(volumes).set({ usedBytes: 900, maxSizeBytes: CAP }).where(eq(volumes.id, id));
    await checkAlerts(system, team.id);
  };
  const send = async (on: System = system) => {
    const deliverer = createDeliverer(on);
    await deliverer.round();
    await deliverer.idle();
  };
  const makeDue = () => system.database.queries.update(webhookDeliveries).set({ nextAttemptAt: new Date(0) });
  const log = async (id: WebhookId) =>
    (await listWebhookDeliveries(team.admin, id, ListDeliveriesQuery.parse({}))).deliveries;
  const verify = (secret: string | undefined, { body, headers }: Received) =>
    new Webhook(String(secret)).verify(body, headers as Record<string, string>);

  it("are told of alerts as they are raised and cleared, with a signature that holds", async () => {
    const hook = await make();
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await raise();
    await send();
    await system.database.queries.update(volumes).set({ usedBytes: 0 }).where(eq(volumes.teamId, team.id));
    await checkAlerts(system, team.id);
    await send();
    const said = receiver.received.map((one) => verify(hook.secret, one));
    expect(said).toMatchObject([
      { type: "alert.raised", data: { kind: "volume_over_80", message: expect.stringContaining("80 %") } },
      { type: "alert.cleared", data: { kind: "volume_over_80", message: expect.stringContaining("below 80 %") } },
    ]);
    expect(await log(hook.id)).toMatchObject([
      { type: "alert.cleared", status: "delivered", attempts: [{ attempt: 1, status_code: 204, error: null }] },
      { type: "alert.raised", status: "delivered", next_attempt_at: null },
    ]);
    expect((await listWebhooks(team.admin))[0]?.last_success_at).not.toBeNull();
  });

  it("are told of the kinds that they asked for alone", async () => {
    await make({ kinds: ["sandbox_error"] });
    await raise();
    await send();
    expect(receiver.received).toEqual([]);
  });

  it("show their secret once, and keep it in a form that tells nothing", async () => {
    const { secret, ...rest } = await make();
    expect(await listWebhooks(team.admin)).toEqual([rest]);
    const [row] = await system.database.queries.select().from(webhooks).where(eq(webhooks.id, rest.id));
    expect(Buffer.from(row?.secret ?? []).toString("latin1")).not.toContain(String(secret));
    const told = await system.database.queries.select().from(events).where(eq(events.teamId, team.id));
    expect(JSON.stringify(told)).not.toContain(String(secret));
  });

  it("sign with the old secret too for a while after a rotation", async () => {
    const old = await make();
    const next = await rotateWebhookSecret(team.admin, old.id);
    expect(next.secret).not.toBe(old.secret);
    await sendWebhookTest(team.admin, old.id);
    for (const { secret } of [old, next])
      expect(verify(secret, receiver.received[0] as Received)).toMatchObject({ type: "webhook.test" });
    await system.database.queries
      .update(webhooks)
      .set({ previousUntil: new Date(0) })
      .where(eq(webhooks.id, old.id));
    await sendWebhookTest(team.admin, old.id);
    expect(() => verify(old.secret, receiver.received[1] as Received)).toThrow();
    expect(verify(next.secret, receiver.received[1] as Received)).toBeDefined();
  });

  it("try again what did not arrive, under the same id, until it does", async () => {
    const hook = await make();
    receiver.plan(500, 302);
    await raise();
    await send();
    expect(await log(hook.id)).toMatchObject([{ status: "pending", next_attempt_at: expect.any(String) }]);
    await send();
    expect(receiver.received).toHaveLength(1);
    for (const _ of [1, 2]) {
      await makeDue();
      await send();
    }
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(await log(hook.id)).toMatchObject([
      {
        status: "delivered",
        attempts: [
          { attempt: 1, status_code: 500, error: "The receiver answered 500." },
          { attempt: 2, status_code: 302, error: expect.stringContaining("redirects") },
          { attempt: 3, status_code: 204, error: null },
        ],
      },
    ]);
  });

  it("are turned off with an alert when nothing arrived while one message was tried to the end", async () => {
    const hook = await make();
    receiver.plan(...Array.from({ length: 8 }, () => 503));
    await raise();
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await makeDue();
      await send();
    }
    expect((await log(hook.id))[0]).toMatchObject({ status: "failed", attempts: { length: 8 } });
    expect((await listWebhooks(team.admin))[0]).toMatchObject({
      enabled: false,
      disabled_reason: expect.stringContaining("nothing"),
    });
    await raise();
    await makeDue();
    await send();
    expect(receiver.received).toHaveLength(8);
    await checkAlerts(system, team.id);
    const told = await system.database.queries.select().from(events).where(eq(events.teamId, team.id));
    expect(told.map(({ type, data }) => `${type} ${data.kind ?? ""}`)).toContain("alert.raised webhook_disabled");
    expect(await updateWebhook(team.admin, hook.id, { enabled: true })).toMatchObject({
      enabled: true,
      disabled_reason: null,
    });
    await raise();
    await send();
    // That it is on again, and what was raised since.
    expect(receiver.received.slice(8).map(({ body }) => JSON.parse(body).data.kind)).toEqual([
      "webhook_disabled",
      "volume_over_80",
    ]);
  });

  it("stay on when others arrived meanwhile", async () => {
    const hook = await make();
    receiver.plan(...Array.from({ length: 8 }, () => 503));
    await raise();
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await makeDue();
      await send();
    }
    await system.database.queries.update(webhooks).set({ lastSuccessAt: new Date() }).where(eq(webhooks.id, hook.id));
    await makeDue();
    await send();
    expect((await log(hook.id))[0]?.status).toBe("failed");
    expect((await listWebhooks(team.admin))[0]?.enabled).toBe(true);
  });

  it("are turned off at once by a receiver that says it is gone", async () => {
    const hook = await make();
    receiver.plan(410);
    await raise();
    await send();
    expect((await listWebhooks(team.admin))[0]).toMatchObject({ enabled: false });
    expect((await log(hook.id))[0]).toMatchObject({ status: "failed", attempts: { length: 1 } });
  });

  it("are told once by two control planes, and of everything in the end when one dies in between", async () => {
    const hook = await make();
    const replica = await openReplica(system);
    for (let n = 0; n < 6; n += 1) await raise();
    await Promise.all([send(), send(replica.system), send(), send(replica.system)]);
    await send();
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(6);

    await raise();
    // One that claimed it and died: nobody else takes it until the lease is over.
    const lease = { claimedBy: "the dead", claimedUntil: new Date(Date.now() + 60_000), attempts: 1 };
    await system.database.queries.update(webhookDeliveries).set(lease).where(eq(webhookDeliveries.status, "pending"));
    await send();
    expect(receiver.received).toHaveLength(6);
    await system.database.queries.update(webhookDeliveries).set({ claimedUntil: new Date(0) });
    await send();
    expect(receiver.received).toHaveLength(7);
    expect((await log(hook.id))[0]).toMatchObject({ status: "delivered", attempts: [{ attempt: 2 }] });
    await replica.close();
  });

  it("can be tried with a test, once, also when off", async () => {
    const hook = await make();
    await updateWebhook(team.admin, hook.id, { enabled: false });
    receiver.plan(500);
    expect(await sendWebhookTest(team.admin, hook.id)).toMatchObject({
      type: "webhook.test",
      status: "failed",
      attempts: [{ status_code: 500 }],
    });
    expect(await sendWebhookTest(team.admin, hook.id)).toMatchObject({ status: "delivered" });
    await makeDue();
    await send();
    expect(receiver.received).toHaveLength(2);
  });

  it("give up what is still to be sent when they are turned off", async () => {
    const hook = await make();
    await raise();
    await updateWebhook(team.admin, hook.id, { enabled: false });
    await send();
    expect(receiver.received).toEqual([]);
    expect(await log(hook.id)).toMatchObject([{ status: "failed" }]);
  });

  it("are not told of a message that names a private address, and say so in their log", async () => {
    const hook = await make();
    await system.database.queries
      .update(webhooks)
      .set({ url: `http://localhost:${receiver.port}/` })
      .where(eq(webhooks.id, hook.id));
    expect(await sendWebhookTest(team.admin, hook.id)).toMatchObject({
      status: "failed",
      attempts: [{ status_code: null, error: expect.stringContaining("not on the public internet") }],
    });
    expect(receiver.received).toEqual([]);
  });

  it.each([
    ["ftp://example.com/"],
    ["http://example.com/"],
    ["https://user:password@example.com/"],
    ["https://10.0.0.1/"],
    ["https://[::1]/"],
    ["https://169.254.169.254/latest"],
  ])("may not be made for %s", async (url) => {
    await expect(make({ url })).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("are limited in number", async () => {
    for (let n = 0; n < MAX_WEBHOOKS; n += 1) await make();
    await expect(make()).rejects.toMatchObject({ code: "conflict" });
  });

  it("go with their log when deleted", async () => {
    const hook = await make();
    await raise();
    await deleteWebhook(team.admin, hook.id);
    await send();
    expect(receiver.received).toEqual([]);
    expect(await listWebhooks(team.admin)).toEqual([]);
    await expect(log(hook.id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("are for admins in person, of this team", async () => {
    const hook = await make();
    const other = await createTestTeam(system);
    const acts = [
      (ctx: TestTeam["admin"]) => deleteWebhook(ctx, hook.id),
      (ctx: TestTeam["admin"]) => updateWebhook(ctx, hook.id, { enabled: false }),
      (ctx: TestTeam["admin"]) => rotateWebhookSecret(ctx, hook.id),
      (ctx: TestTeam["admin"]) => sendWebhookTest(ctx, hook.id),
      (ctx: TestTeam["admin"]) => listWebhookDeliveries(ctx, hook.id, ListDeliveriesQuery.parse({})),
    ];
    for (const act of acts) {
      await expect(act(team.member)).rejects.toMatchObject({ code: "forbidden" });
      await expect(act(other.owner)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(listWebhooks(team.member)).rejects.toMatchObject({ code: "forbidden" });
    expect(await listWebhooks(other.owner)).toEqual([]);
    const answer = await createApp(system).request("/v1/webhooks", {
      headers: { authorization: `Bearer ${team.keys.admin}` },
    });
    expect(answer.status).toBe(403);
  });
});
