import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, createContext, type System } from "../context.ts";
import { apiKeys, eventCursors, events } from "../db/schema.ts";
import { createApp } from "../http/app.ts";
import { hashApiKey } from "../identity/api-key.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { followEvents } from "../testing/follow-events.ts";
import { openReplica } from "../testing/open-replica.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { createVolume } from "../volumes/create-volume.ts";
import { deleteVolume } from "../volumes/delete-volume.ts";
import { appendEvents } from "./append-event.ts";

describe.skipIf(databaseMissing() !== null)("GET /v1/events", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());

  const follow = (
    team: TestTeam,
    options: { key?: string; query?: string; lastEventId?: string; system?: System } = {},
  ) =>
    followEvents(() =>
      createApp(options.system ?? system).request(`/v1/events${options.query ?? ""}`, {
        headers: {
          authorization: `Bearer ${options.key ?? team.keys.read}`,
          ...(options.lastEventId !== undefined && { "last-event-id": options.lastEventId }),
        },
      }),
    );
  const tell = (ctx: Context, count: number) =>
    ctx.transaction((tx) =>
      appendEvents(
        tx,
        ctx,
        Array.from({ length: count }, () => ({ type: "team.renamed" as const, data: { name: "Test team" } })),
      ),
    );

  it("tells what happens from now on, to this team alone", async () => {
    const [team, other] = [await createTestTeam(system), await createTestTeam(system)];
    await team.makeVolume();
    const stream = await follow(team);
    expect(stream.opening).toBe("ready");
    await other.makeVolume();
    const volume = await team.makeVolume();
    await deleteVolume(team.member, volume.id);
    await stream.until((event) => event.type === "volume.deleted");
    expect(stream.heard).toMatchObject([
      { type: "volume.created", volume_id: volume.id, actor: { kind: "user" } },
      { type: "volume.deleted", volume_id: volume.id, data: { name: volume.name } },
    ]);
    await stream.close();
  });

  it("tells only of the volume that was asked for", async () => {
    const team = await createTestTeam(system);
    const wanted = await team.makeVolume();
    const stream = await follow(team, { query: `?volume=${wanted.id}&last_event_id=0` });
    const other = await team.makeVolume();
    await deleteVolume(team.member, other.id);
    await deleteVolume(team.member, wanted.id);
    await stream.until((event) => event.type === "volume.deleted");
    expect(stream.heard.map((event) => event.type)).toEqual(["volume.created", "volume.deleted"]);
    await stream.close();
  });

  it("loses nothing and keeps the order while writers race and the client comes and goes, on two replicas", async () => {
    const team = await createTestTeam(system);
    const writers = 6;
    const each = 40;
    const replica = await openReplica(system);
    const stayed = await follow(team, { lastEventId: "0", system: replica.system });
    const writing = Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const ctx = createContext(writer % 2 === 0 ? system : replica.system, team.member);
        for (let round = 0; round < each / 2; round += 1) await tell(ctx, 2);
      }),
    );
    const seen: string[] = [];
    let lastEventId = "0";
    while (seen.length < writers * each) {
      // Cut after a few events, resumed after the last one that arrived.
      const stream = await follow(team, { lastEventId });
      expect(stream.opening).toBe("ready");
      const wanted = Math.min(seen.length + 7, writers * each);
      await stream.until((event) => Number(event.id) >= wanted);
      await stream.close();
      seen.push(...stream.heard.map((event) => event.id));
      lastEventId = seen.at(-1) ?? "0";
    }
    await writing;
    const all = Array.from({ length: writers * each }, (_, index) => String(index + 1));
    expect(seen).toEqual(all);
    await stayed.until((event) => event.id === all.at(-1));
    expect(stayed.heard.map((event) => event.id)).toEqual(all);
    await stayed.close();
    await replica.close();
  });

  it("says resync when the cursor is older than what is kept, and goes on from now", async () => {
    const team = await createTestTeam(system);
    await tell(team.member, 5);
    await system.database.queries.delete(events).where(eq(events.teamId, team.id));
    const stream = await follow(team, { lastEventId: "2" });
    expect(stream.opening).toBe("resync");
    await tell(team.member, 1);
    await stream.until((event) => event.id === "6");
    await stream.close();
    // A cursor that this team never gave, such as another team's.
    const lost = await follow(team, { lastEventId: "999" });
    expect(lost.opening).toBe("resync");
    await lost.close();
    const [cursor] = await system.database.queries.select().from(eventCursors).where(eq(eventCursors.teamId, team.id));
    expect(cursor?.lastSeq).toBe(6);
  });

  it("ends soon after its key was revoked", async () => {
    const team = await createTestTeam(system);
    const stream = await follow(team, { key: team.keys.write });
    const ended = stream.ended.then(() => "ended");
    await system.database.queries
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(eq(apiKeys.keyHash, hashApiKey(team.keys.write)));
    await expect(ended).resolves.toBe("ended");
  });

  it("does not tell of keys and members to those who may not list them", async () => {
    const team = await createTestTeam(system);
    const stream = await follow(team, { key: team.keys.admin });
    await team.owner.transaction((tx) =>
      appendEvents(tx, team.owner, [
        { type: "key.created", data: { name: "secret plan", prefix: "ns_live_0000" } },
        { type: "team.renamed", data: { name: "Test team" } },
      ]),
    );
    await stream.until((event) => event.type === "team.renamed");
    expect(stream.heard).toHaveLength(1);
    await stream.close();
  });

  it("refuses a malformed cursor and a missing credential", async () => {
    const team = await createTestTeam(system);
    const app = createApp(system);
    const headers = { authorization: `Bearer ${team.keys.read}`, "last-event-id": "yesterday" };
    expect((await app.request("/v1/events", { headers })).status).toBe(400);
    expect((await app.request("/v1/events")).status).toBe(401);
  });

  it("refuses a team its 101st stream and no other team its first, until one is closed", async () => {
    const [team, other] = [await createTestTeam(system), await createTestTeam(system)];
    const app = createApp(system);
    const connect = (key: string) => app.request("/v1/events", { headers: { authorization: `Bearer ${key}` } });
    const streams = await Promise.all(Array.from({ length: 100 }, () => connect(team.keys.read)));
    const refused = await connect(team.keys.read);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: "rate_limit_exceeded" });
    const others = await connect(other.keys.read);
    expect(others.status).toBe(200);
    await streams.pop()?.body?.cancel();
    streams.push(await connect(team.keys.read), others);
    expect(streams.at(-2)?.status).toBe(200);
    await Promise.all(streams.map((stream) => stream.body?.cancel()));
  });

  it("is told by createVolume only when it commits", async () => {
    const team = await createTestTeam(system);
    await createVolume(team.member, { name: "one" });
    await expect(createVolume(team.member, { name: "one" })).rejects.toMatchObject({ code: "volume_name_conflict" });
    const rows = await system.database.queries.select().from(events).where(eq(events.teamId, team.id));
    expect(rows).toHaveLength(1);
  });
});
