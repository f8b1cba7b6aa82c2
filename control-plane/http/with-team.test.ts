import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { System } from "../context.ts";
import { apiKeys, members } from "../db/schema.ts";
import { hashApiKey, makeApiKey } from "../identity/api-key.ts";
import { createTestAccount } from "../testing/create-test-account.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { issueTestToken } from "../testing/issue-test-token.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { type App, createApp } from "./app.ts";

describe.skipIf(databaseMissing() !== null)("who may come in", () => {
  let system: System;
  let app: App;
  let close: () => Promise<void>;
  let team: TestTeam;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    app = createApp(system);
  });
  afterAll(() => close());
  beforeEach(async () => {
    team = await createTestTeam(system);
  });

  async function call(path: string, headers: Record<string, string> = {}) {
    const answer = await app.request(path, { headers });
    const body = (await answer.json()) as { code?: string; error?: string; suggested_action?: string };
    return { status: answer.status, code: body.code, body };
  }
  const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });
  const volumes = (headers?: Record<string, string>) => call("/v1/volumes", headers);
  const change = (key: string, set: Partial<typeof apiKeys.$inferInsert>) =>
    system.database.queries
      .update(apiKeys)
      .set(set)
      .where(eq(apiKeys.keyHash, hashApiKey(key)));
  const lastUse = async (key: string) =>
    (
      await system.database.queries
        .select()
        .from(apiKeys)
        .where(eq(apiKeys.keyHash, hashApiKey(key)))
    )[0]?.lastUsedAt;

  it("asks for a credential where there is none", async () => {
    expect(await volumes()).toMatchObject({ status: 401, code: "unauthenticated" });
  });

  it.each(["Basic dXNlcjpwYXNz", "Bearer", "ns_live_00", "Bearer a b"])("refuses the header %s", async (header) => {
    expect(await volumes({ authorization: header })).toMatchObject({ status: 401, code: "unauthorized" });
  });

  describe("an API key", () => {
    it("lets in to its team, whatever the case of the scheme", async () => {
      const made = await team.makeVolume();
      const other = await createTestTeam(system);
      await other.makeVolume();
      const { status, body } = await volumes({ authorization: `bearer ${team.keys.read}` });
      expect(status).toBe(200);
      expect(body).toMatchObject([{ id: made.id }]);
    });

    it.each([
      ["made up", () => makeApiKey()],
      ["malformed", () => "ns_live_xyz"],
      ["in capitals", () => team.keys.read.toUpperCase().replace("NS_LIVE_", "ns_live_")],
      ["cut short", () => team.keys.read.slice(0, -1)],
    ])("is refused when %s", async (_, key) => {
      expect(await volumes(bearer(key()))).toMatchObject({ status: 401, code: "unauthorized" });
    });

    it("is refused when expired, and until then let in", async () => {
      await change(team.keys.read, { expiresAt: new Date(Date.now() + 60_000) });
      expect(await volumes(bearer(team.keys.read))).toMatchObject({ status: 200 });
      await change(team.keys.read, { expiresAt: new Date(Date.now() - 1) });
      expect(await volumes(bearer(team.keys.read))).toMatchObject({ status: 401, code: "unauthorized" });
    });

    it("is refused when revoked", async () => {
      await change(team.keys.read, { revokedAt: new Date() });
      expect(await volumes(bearer(team.keys.read))).toMatchObject({ status: 401, code: "unauthorized" });
    });

    it("is refused for another team than its own", async () => {
      const other = await createTestTeam(system);
      const asOther = await volumes({ ...bearer(team.keys.admin), "nullspace-team": other.id });
      expect(asOther).toMatchObject({ status: 401, code: "unauthorized" });
      expect(await volumes({ ...bearer(team.keys.admin), "nullspace-team": team.id })).toMatchObject({ status: 200 });
    });

    it("notes its use, not more often than once a minute", async () => {
      expect(await lastUse(team.keys.read)).toBeNull();
      await volumes(bearer(team.keys.read));
      const first = await lastUse(team.keys.read);
      expect(first).toBeInstanceOf(Date);
      await volumes(bearer(team.keys.read));
      expect(await lastUse(team.keys.read)).toEqual(first);
      await change(team.keys.read, { lastUsedAt: new Date(Date.now() - 61_000) });
      await volumes(bearer(team.keys.read));
      expect((await lastUse(team.keys.read))?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    });

    it("is not stored", async () => {
      const rows = await system.database.queries.select().from(apiKeys).where(eq(apiKeys.teamId, team.id));
      const stored = rows.map((row) =>
        JSON.stringify({ ...row, keyHash: Buffer.from(row.keyHash).toString("latin1") }),
      );
      for (const key of Object.values(team.keys)) expect(stored.join()).not.toContain(key);
    });

    it.each(["/v1/account/me", "/v1/keys", "/v1/team/members", "/v1/team/invitations"])(
      "may not see %s, of whatever scope",
      async (path) => {
        for (const key of Object.values(team.keys))
          expect(await call(path, bearer(key))).toMatchObject({ status: 403, code: "forbidden" });
      },
    );
  });

  describe("a person", () => {
    it("is let in to the team of a membership, with its role, looked up on every call", async () => {
      const person = await createTestAccount(system);
      const headers = bearer(await issueTestToken(system, person));
      const without = await volumes(headers);
      expect(without).toMatchObject({ status: 403, code: "forbidden" });
      expect(without.body.suggested_action).toContain("invitation");
      const { userId, email } = person;
      await system.database.queries.insert(members).values({ teamId: team.id, userId, email, role: "viewer" });
      expect(await volumes(headers)).toMatchObject({ status: 200 });
      expect(await call("/v1/keys", headers)).toMatchObject({ status: 403 });
      await system.database.queries.update(members).set({ role: "admin" }).where(eq(members.userId, userId));
      expect(await call("/v1/keys", headers)).toMatchObject({ status: 200 });
      await system.database.queries.delete(members).where(eq(members.userId, userId));
      expect(await volumes(headers)).toMatchObject({ status: 403, code: "forbidden" });
    });

    it("names one of several teams, and no other", async () => {
      const person = await createTestAccount(system);
      const { userId, email } = person;
      const second = await createTestTeam(system);
      const foreign = await createTestTeam(system);
      const joined = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
      await system.database.queries.insert(members).values([
        { teamId: second.id, userId, email, role: "viewer", joinedAt: joined(2) },
        { teamId: team.id, userId, email, role: "viewer", joinedAt: joined(1) },
      ]);
      const first = await team.makeVolume();
      const other = await second.makeVolume();
      const headers = bearer(await issueTestToken(system, person));
      expect((await volumes(headers)).body).toMatchObject([{ id: first.id }]);
      expect((await volumes({ ...headers, "nullspace-team": second.id })).body).toMatchObject([{ id: other.id }]);
      expect(await volumes({ ...headers, "nullspace-team": foreign.id })).toMatchObject({ status: 403 });
      expect(await volumes({ ...headers, "nullspace-team": "x" })).toMatchObject({ code: "invalid_request" });
    });

    it("without a membership sees only themselves", async () => {
      const person = await createTestAccount(system);
      const { status, body } = await call("/v1/account/me", bearer(await issueTestToken(system, person)));
      expect(status).toBe(200);
      expect(body).toEqual({
        user: { id: person.userId, email: person.email },
        team: null,
        quota_tier: "self_hosted",
        quota_usage: { volumes: 0, used_bytes: 0 },
        email_verified: true,
        session_email: person.email,
      });
    });

    it("sees the team, the role and what the team uses", async () => {
      const person = await createTestAccount(system);
      const { userId, email } = person;
      await system.database.queries.insert(members).values({ teamId: team.id, userId, email, role: "member" });
      await team.makeVolume();
      const { body } = await call("/v1/account/me", bearer(await issueTestToken(system, person)));
      expect(body).toMatchObject({ team: { id: team.id, role: "member" }, quota_usage: { volumes: 1 } });
    });
  });
});
