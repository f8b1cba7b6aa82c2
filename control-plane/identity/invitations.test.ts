import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { InvitationId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { accounts, events, invitations, members } from "../db/schema.ts";
import { createApp } from "../http/app.ts";
import { createTestAccount, TEST_PASSWORD } from "../testing/create-test-account.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { issueTestToken } from "../testing/issue-test-token.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { createInvitation } from "./create-invitation.ts";
import { listInvitations } from "./list-invitations.ts";
import { lookUpInvitation } from "./look-up-invitation.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { signIn } from "./sign-in.ts";

const nobody = { signedIn: null, requestId: "test" };
const password = TEST_PASSWORD;

describe.skipIf(databaseMissing() !== null)("invitations", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  let email: string;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());
  beforeEach(async () => {
    team = await createTestTeam(system);
    email = `guest-${randomBytes(6).toString("hex")}@example.com`;
  });

  async function invite(to: string | null = email) {
    const { token, ...invitation } = await createInvitation(team.admin, { email: to, role: "member" });
    if (token === undefined) throw new Error("no token was answered");
    return { token, invitation };
  }
  const roleOf = async (address: string) =>
    (await system.database.queries.select().from(members).where(eq(members.email, address))).find(
      ({ teamId }) => teamId === team.id,
    )?.role;
  const expire = (id: InvitationId) =>
    system.database.queries
      .update(invitations)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(invitations.id, id));

  it("show what they offer, make the account and the membership, and are spent", async () => {
    const { token, invitation } = await invite();
    expect(await listInvitations(team.admin)).toEqual([invitation]);
    const days = (Date.parse(invitation.expires_at) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThanOrEqual(7);
    expect(await lookUpInvitation(system, token)).toMatchObject({ team_name: "Test team", email, role: "member" });
    const made = await acceptInvitation(system, { token, password }, nobody);
    expect(made).toMatchObject({ team: { id: team.id }, email, role: "member" });
    expect(await roleOf(email)).toBe("member");
    expect((await signIn(system, { email, password }, "192.0.2.1")).account.email).toBe(email);
    expect(await listInvitations(team.admin)).toEqual([]);
    const again = acceptInvitation(system, { token, email: `x${email}`, password }, nobody);
    await expect(again).rejects.toMatchObject({ code: "not_found" });
    const story = await system.database.queries
      .select()
      .from(events)
      .where(eq(events.teamId, team.id))
      .orderBy(events.seq);
    expect(story.map(({ type, actorName }) => [type, actorName])).toEqual([
      ["member.invited", team.admin.caller.kind === "user" ? team.admin.caller.email : ""],
      ["member.joined", email],
    ]);
  });

  it("let one of two at once in", async () => {
    const { token } = await invite(null);
    const both = await Promise.allSettled([
      acceptInvitation(system, { token, email: `a${email}`, password }, nobody),
      acceptInvitation(system, { token, email: `b${email}`, password }, nobody),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "not_found" } });
    expect([await roleOf(`a${email}`), await roleOf(`b${email}`)].filter(Boolean)).toHaveLength(1);
  });

  it("do not hold once taken back, over, or altered", async () => {
    const taken = await invite();
    await revokeInvitation(team.admin, taken.invitation.id);
    const again = revokeInvitation(team.admin, taken.invitation.id);
    await expect(again).rejects.toMatchObject({ code: "not_found" });
    const over = await invite();
    await expire(over.invitation.id);
    for (const token of [taken.token, over.token, `${taken.token}x`, ""]) {
      await expect(lookUpInvitation(system, token)).rejects.toMatchObject({ code: "not_found" });
      const accepting = acceptInvitation(system, { token, password }, nobody);
      await expect(accepting).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await roleOf(email)).toBeUndefined();
  });

  it("are for the invited address alone", async () => {
    const { token } = await invite();
    const other = acceptInvitation(system, { token, email: `x${email}`, password }, nobody);
    await expect(other).rejects.toMatchObject({ code: "forbidden" });
    const signedIn = await createTestAccount(system);
    const asOther = acceptInvitation(system, { token }, { signedIn, requestId: "test" });
    await expect(asOther).rejects.toMatchObject({ code: "forbidden" });
    expect(await listInvitations(team.admin)).toHaveLength(1);
  });

  it("take someone who has an account by signing in, and never set their password", async () => {
    const account = await createTestAccount(system);
    const { token } = await invite(account.email);
    expect(await lookUpInvitation(system, token)).toMatchObject({ account: "sign_in" });
    const taking = acceptInvitation(system, { token, password: "a password of my choice" }, nobody);
    await expect(taking).rejects.toMatchObject({ code: "conflict" });
    expect((await signIn(system, { email: account.email, password }, "192.0.2.1")).account.id).toBe(account.userId);
    const made = await acceptInvitation(system, { token }, { signedIn: account, requestId: "test" });
    expect(made).toMatchObject({ email: account.email, role: "member" });
  });

  it("do not change the role of someone who is a member", async () => {
    const account = await createTestAccount(system);
    await acceptInvitation(system, { token: (await invite(null)).token }, { signedIn: account, requestId: "test" });
    const { token } = await createInvitation(team.admin, { email: null, role: "admin" });
    const again = acceptInvitation(system, { token: String(token) }, { signedIn: account, requestId: "test" });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    expect(await roleOf(account.email)).toBe("member");
  });

  it("need an address and a password, and leave no account behind when refused", async () => {
    const { token } = await invite(null);
    for (const given of [{}, { email }, { password }])
      await expect(acceptInvitation(system, { token, ...given }, nobody)).rejects.toMatchObject({
        code: "invalid_request",
      });
    expect(await system.database.queries.select().from(accounts).where(eq(accounts.email, email))).toEqual([]);
  });

  it("are made, seen and taken back by admins alone, and in their own team", async () => {
    const { invitation } = await invite();
    for (const ctx of [team.viewer, team.member])
      for (const act of [
        () => createInvitation(ctx, { email, role: "viewer" }),
        () => listInvitations(ctx),
        () => revokeInvitation(ctx, invitation.id),
      ])
        await expect(act()).rejects.toMatchObject({ code: "forbidden" });
    const other = await createTestTeam(system);
    await expect(revokeInvitation(other.owner, invitation.id)).rejects.toMatchObject({ code: "not_found" });
    expect(await listInvitations(other.owner)).toEqual([]);
    expect(await listInvitations(team.admin)).toEqual([invitation]);
  });

  it("travel over HTTP, never make an owner, and carry their token once", async () => {
    const app = createApp(system);
    const admin = await createTestAccount(system);
    await system.database.queries
      .insert(members)
      .values({ teamId: team.id, userId: admin.userId, email: admin.email, role: "admin" });
    const authorization = `Bearer ${await issueTestToken(system, admin)}`;
    const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
      app.request(path, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const owner = await call("POST", "/v1/team/invitations", { email: null, role: "owner" }, { authorization });
    expect(owner.status).toBe(400);
    const made = await call(
      "POST",
      "/v1/team/invitations",
      { email: email.toUpperCase(), role: "viewer" },
      { authorization },
    );
    const { token, email: stored } = (await made.json()) as { token: string; email: string };
    expect([made.status, stored]).toEqual([201, email]);
    const listed = await call("GET", "/v1/team/invitations", undefined, { authorization });
    expect(await listed.text()).not.toContain(token);
    expect((await call("POST", "/v1/invitations/look-up", { token })).status).toBe(200);
    const accepted = await call("POST", "/v1/invitations/accept", { token, email, password });
    expect([accepted.status, await accepted.json()]).toMatchObject([201, { role: "viewer" }]);
    expect((await call("POST", "/v1/invitations/accept", { token, email, password })).status).toBe(404);
    const asKey = await call(
      "POST",
      "/v1/invitations/accept",
      { token },
      { authorization: `Bearer ${team.keys.admin}` },
    );
    expect(asKey.status).toBe(403);
  });
});
