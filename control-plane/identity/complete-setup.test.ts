import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SetupInput } from "#lib/api/identity.ts";
import type { Config } from "../config.ts";
import type { Person, System } from "../context.ts";
import { accounts, apiKeys, events, installation, members, teams } from "../db/schema.ts";
import { createApp } from "../http/app.ts";
import { allAtOnce } from "../testing/all-at-once.ts";
import { createTestAccount, TEST_PASSWORD } from "../testing/create-test-account.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { makeApiKey } from "./api-key.ts";
import { completeSetup } from "./complete-setup.ts";
import { ensureBootstrapKey } from "./ensure-bootstrap-key.ts";
import { findApiKey } from "./find-api-key.ts";
import { getSetupState } from "./get-setup-state.ts";
import { issueSetupToken } from "./issue-setup-token.ts";
import { loadInstallation } from "./load-installation.ts";
import { signIn } from "./sign-in.ts";

const nobody = { signedIn: null, requestId: "test" };

// Setup is over once any team has an owner: so each test has an installation of its own.
describe.skipIf(databaseMissing() !== null)("first-run setup", () => {
  let system: System;
  let close: () => Promise<void>;
  async function install(config: Partial<Config> = {}) {
    ({ system, close } = await createTestSystem({ config }));
  }
  afterEach(() => close());

  const owner = (token: string): SetupInput => ({ token, email: "founder@example.com", password: TEST_PASSWORD });
  const rows = async () => ({
    accounts: (await system.database.queries.select().from(accounts)).length,
    teams: (await system.database.queries.select().from(teams)).length,
    owners: (await system.database.queries.select().from(members).where(eq(members.role, "owner"))).length,
  });
  async function issue(): Promise<string> {
    const token = await issueSetupToken(system);
    if (token === null) throw new Error("setup is over");
    return token;
  }

  describe("with accounts of our own", () => {
    beforeEach(() => install());

    it("makes the account, the team and its owner, who can sign in, and then is over", async () => {
      const token = await issue();
      expect(await getSetupState(system, token)).toEqual({ done: false, holds: true, account: "create" });
      const made = await completeSetup(system, { ...owner(token), team_name: "Research" }, nobody);
      expect(made).toMatchObject({ email: "founder@example.com", role: "owner", team: { name: "Research" } });
      const credentials = { email: "founder@example.com", password: TEST_PASSWORD };
      expect((await signIn(system, credentials, "192.0.2.1")).account.email).toBe("founder@example.com");
      expect(await issueSetupToken(system)).toBeNull();
      expect(await getSetupState(system, token)).toMatchObject({ done: true, holds: false });
      expect(await system.database.queries.select().from(events)).toMatchObject([
        { type: "member.joined", actorName: "founder@example.com", data: { role: "owner" } },
      ]);
    });

    it("lets one of two at once win, and leaves nothing of the other", async () => {
      const token = await issue();
      const both = await allAtOnce(system, sql`select * from nullspace.installation for update`, [
        () => completeSetup(system, { ...owner(token), email: "one@example.com" }, nobody),
        () => completeSetup(system, { ...owner(token), email: "two@example.com" }, nobody),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "forbidden" } });
      expect(await rows()).toEqual({ accounts: 1, teams: 1, owners: 1 });
    });

    it("takes only the newest link", async () => {
      const old = await issue();
      const token = await issue();
      await expect(completeSetup(system, owner(old), nobody)).rejects.toMatchObject({ code: "forbidden" });
      expect(await rows()).toEqual({ accounts: 0, teams: 0, owners: 0 });
      await completeSetup(system, owner(token), nobody);
      await expect(completeSetup(system, owner(token), nobody)).rejects.toMatchObject({ code: "forbidden" });
    });

    it.each(["", "undefined", "null", "AAAA"])("takes no token that was never printed: %j", async (token) => {
      expect(await getSetupState(system, token)).toMatchObject({ holds: false });
      await expect(completeSetup(system, owner(token), nobody)).rejects.toMatchObject({ code: "forbidden" });
      await issue();
      await expect(completeSetup(system, owner(token), nobody)).rejects.toMatchObject({ code: "forbidden" });
      expect(await rows()).toEqual({ accounts: 0, teams: 0, owners: 0 });
    });

    it("keeps the link when the account is not said", async () => {
      const token = await issue();
      const without = completeSetup(system, { token }, nobody);
      await expect(without).rejects.toMatchObject({ code: "invalid_request" });
      expect(await getSetupState(system, token)).toMatchObject({ holds: true });
    });

    it("does not print the token into the database", async () => {
      const token = await issue();
      const [row] = await system.database.queries.select().from(installation);
      expect(Buffer.from(row?.setupTokenHash ?? []).toString("base64url")).not.toBe(token);
      expect(row?.setupTokenHash).toHaveLength(32);
    });

    it("answers over HTTP, and refuses a short password and a bad email there", async () => {
      const app = createApp(system);
      const token = await issue();
      const post = (body: object) =>
        app.request("/v1/setup", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        });
      for (const bad of [{ password: "short" }, { email: "no-address" }, { token: 7 }]) {
        const answer = await post({ ...owner(token), ...bad });
        expect([answer.status, await answer.json()]).toMatchObject([400, { code: "invalid_request" }]);
      }
      const state = await app.request(`/v1/setup?token=${token}`);
      expect(await state.json()).toEqual({ done: false, holds: true, account: "create" });
      const made = await post({ ...owner(token), email: "Founder@Example.COM" });
      expect([made.status, await made.json()]).toMatchObject([201, { email: "founder@example.com" }]);
      expect((await post(owner(token))).status).toBe(403);
    });
  });

  describe("with Supabase", () => {
    beforeEach(() => install({ supabase: { url: "http://127.0.0.1:9", anonKey: "anon", jwtSecret: undefined } }));

    it("takes a signed-in person, and makes no account", async () => {
      const token = await issue();
      expect(await getSetupState(system, token)).toMatchObject({ account: "sign_in" });
      await expect(completeSetup(system, owner(token), nobody)).rejects.toMatchObject({ code: "unauthenticated" });
      const signedIn: Person = { ...(await createTestAccount(system)), email: "cloud@example.com" };
      const made = await completeSetup(system, { token }, { signedIn, requestId: "test" });
      expect(made).toMatchObject({ email: "cloud@example.com", role: "owner" });
      expect(await rows()).toMatchObject({ owners: 1, accounts: 1 });
    });
  });

  describe("with a bootstrap key", () => {
    const bootstrapApiKey = makeApiKey();
    beforeEach(() => install({ bootstrapApiKey }));

    it("makes the key and its team once, and the owner adopts that team", async () => {
      await Promise.all([ensureBootstrapKey(system), ensureBootstrapKey(system)]);
      await ensureBootstrapKey(system);
      expect(await rows()).toMatchObject({ teams: 1, owners: 0 });
      const found = await findApiKey(system, bootstrapApiKey);
      expect(found.caller.scope).toBe("admin");
      const made = await completeSetup(system, owner(await issue()), nobody);
      expect(made.team).toMatchObject({ id: found.team, name: "Team" });
      await ensureBootstrapKey(system);
      expect(await system.database.queries.select().from(apiKeys)).toHaveLength(1);
    });

    it("leaves a revoked one revoked", async () => {
      await ensureBootstrapKey(system);
      await system.database.queries.update(apiKeys).set({ revokedAt: new Date() });
      await ensureBootstrapKey(system);
      await expect(findApiKey(system, bootstrapApiKey)).rejects.toMatchObject({ code: "unauthorized" });
    });
  });

  it("has one installation, however many start at once", async () => {
    await install();
    await system.database.queries.delete(installation);
    const all = await Promise.all([1, 2, 3].map(() => loadInstallation(system.database)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(new Set(all.map(({ grantKey }) => Buffer.from(grantKey).toString("hex"))).size).toBe(1);
    expect(all[0]?.grantKey).toHaveLength(32);
    expect(await loadInstallation(system.database)).toEqual(all[0]);
  });
});
