import { createClient } from "@supabase/supabase-js";
import { eq, sql } from "drizzle-orm";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person, System } from "../context.ts";
import { refreshTokens, sessions, signInAttempts } from "../db/schema.ts";
import { hashSecret } from "../identity/secret.ts";
import { allAtOnce } from "../testing/all-at-once.ts";
import { createTestAccount, TEST_PASSWORD } from "../testing/create-test-account.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { serveApp } from "../testing/serve-app.ts";

describe.skipIf(databaseMissing() !== null)("the embedded auth service, through supabase-js", () => {
  let system: System;
  let url: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const made = await createTestSystem({ config: { trustedProxies: 1 } });
    system = made.system;
    const server = await serveApp(system);
    url = server.url;
    close = async () => {
      await server.close();
      await made.close();
    };
  });
  afterAll(() => close());

  /** A browser of its own, at an address of its own. */
  const newClient = (address = `203.0.113.${Math.ceil(Math.random() * 250)}`) =>
    createClient(url, "publishable", {
      auth: { autoRefreshToken: false, persistSession: false, storageKey: crypto.randomUUID() },
      global: { headers: { "x-forwarded-for": address } },
    }).auth;

  async function signedIn(person?: Person) {
    const account = person ?? (await createTestAccount(system));
    const client = newClient();
    const { data, error } = await client.signInWithPassword({ email: account.email, password: TEST_PASSWORD });
    if (error !== null) throw error;
    return { account, client, session: data.session };
  }

  const me = (token: string) => fetch(`${url}/v1/account/me`, { headers: { authorization: `Bearer ${token}` } });
  const callRefresh = (refreshToken: string) =>
    fetch(`${url}/auth/v1/token?grant_type=refresh_token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ refresh_token: refreshToken }),
    });
  /** As if the token had been used so long ago. */
  const ageUse = (token: string, seconds: number) =>
    system.database.queries
      .update(refreshTokens)
      .set({ usedAt: sql`clock_timestamp() - make_interval(secs => ${seconds})` })
      .where(eq(refreshTokens.tokenHash, hashSecret(token)));

  it("signs in, whatever the spelling of the email, and answers the user and the claims", async () => {
    const account = await createTestAccount(system);
    const client = newClient();
    const { data, error } = await client.signInWithPassword({
      email: account.email.toUpperCase(),
      password: TEST_PASSWORD,
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ id: account.userId, email: account.email, role: "authenticated" });
    const user = await client.getUser();
    expect(user.data.user?.email).toBe(account.email);
    const claims = await client.getClaims();
    expect(claims.data?.claims).toMatchObject({
      iss: `${system.config.publicApiUrl}/auth/v1`,
      aud: "authenticated",
      role: "authenticated",
      sub: account.userId,
    });
    expect(claims.data?.header.alg).toBe("ES256");
    expect((await me(data.session?.access_token ?? "")).status).toBe(200);
  });

  it("publishes only the public half of its key", async () => {
    const answer = await fetch(`${url}/auth/v1/.well-known/jwks.json`);
    const { keys } = (await answer.json()) as { keys: Record<string, unknown>[] };
    expect(Object.keys(keys[0] ?? {})).not.toContain("d");
  });

  it("answers a wrong password and an unknown email alike", async () => {
    const account = await createTestAccount(system);
    const wrong = await newClient().signInWithPassword({ email: account.email, password: "not the password" });
    const unknown = await newClient().signInWithPassword({ email: "nobody@example.com", password: TEST_PASSWORD });
    for (const { error } of [wrong, unknown])
      expect(error).toMatchObject({ status: 400, code: "invalid_credentials", message: "Invalid login credentials" });
  });

  it("refuses a password too long to be worth hashing, and a body too large to read", async () => {
    const account = await createTestAccount(system);
    const long = await newClient().signInWithPassword({ email: account.email, password: "x".repeat(5_000) });
    expect(long.error).toMatchObject({ code: "invalid_credentials" });
    const huge = await newClient().signInWithPassword({ email: account.email, password: "x".repeat(100_000) });
    expect(huge.error).toMatchObject({ status: 422, code: "validation_failed" });
  });

  it("answers what is not a grant in Supabase's shape", async () => {
    const send = (query: string, body: string) =>
      fetch(`${url}/auth/v1/token${query}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
    const noJson = await send("?grant_type=password", "{");
    expect([noJson.status, await noJson.json()]).toMatchObject([400, { error_code: "bad_json" }]);
    const noGrant = await send("", "{}");
    expect([noGrant.status, await noGrant.json()]).toMatchObject([400, { error_code: "validation_failed" }]);
    const noEmail = await send("?grant_type=password", JSON.stringify({ password: "x" }));
    expect([noEmail.status, await noEmail.json()]).toMatchObject([400, { error_code: "validation_failed" }]);
  });

  describe("refreshing", () => {
    it("rotates the token and keeps the session", async () => {
      const { client, session } = await signedIn();
      const { data, error } = await client.refreshSession();
      expect(error).toBeNull();
      expect(data.session?.refresh_token).not.toBe(session.refresh_token);
      const claims = decodeJwt(data.session?.access_token ?? "");
      expect(claims.session_id).toBe(decodeJwt(session.access_token).session_id);
      expect((await client.getUser()).error).toBeNull();
    });

    it("lets setSession carry a session to another client", async () => {
      const { account, session } = await signedIn();
      const other = newClient();
      const { error } = await other.setSession(session);
      expect(error).toBeNull();
      expect((await other.getUser()).data.user?.id).toBe(account.userId);
    });

    it("answers two at once with one and the same working session", async () => {
      const { session } = await signedIn();
      const hold = sql`select * from nullspace.sessions where id = ${decodeJwt(session.access_token).session_id} for update`;
      const refresh = () => callRefresh(session.refresh_token);
      const settled = await allAtOnce(system, hold, [refresh, refresh, refresh]);
      const answers = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { refresh_token: string }[];
      expect(new Set(bodies.map(({ refresh_token }) => refresh_token)).size).toBe(1);
      expect((await callRefresh(bodies[0]?.refresh_token ?? "")).status).toBe(200);
    });

    it("answers a repeat within the grace with the newest token, also when that is further on", async () => {
      const { session } = await signedIn();
      const second = (await (await callRefresh(session.refresh_token)).json()) as { refresh_token: string };
      const third = (await (await callRefresh(second.refresh_token)).json()) as { refresh_token: string };
      const late = (await (await callRefresh(session.refresh_token)).json()) as { refresh_token: string };
      expect(late.refresh_token).toBe(third.refresh_token);
    });

    it("revokes the whole session when a used token comes back after the grace", async () => {
      const { client, session } = await signedIn();
      const { data } = await client.refreshSession();
      await ageUse(session.refresh_token, 11);
      const stolen = await newClient().refreshSession({ refresh_token: session.refresh_token });
      expect(stolen.error).toMatchObject({ status: 400, code: "refresh_token_already_used" });
      const honest = await newClient().refreshSession({ refresh_token: data.session?.refresh_token ?? "" });
      expect(honest.error).toMatchObject({ code: "refresh_token_not_found" });
      expect((await me(data.session?.access_token ?? "")).status).toBe(401);
    });

    it("refuses a token that never was, and one of a session that is over", async () => {
      const { session } = await signedIn();
      const unknown = await newClient().refreshSession({ refresh_token: "made-up" });
      expect(unknown.error).toMatchObject({ code: "refresh_token_not_found" });
      await system.database.queries
        .update(sessions)
        .set({ expiresAt: sql`now() - interval '1 second'` })
        .where(eq(sessions.id, String(decodeJwt(session.access_token).session_id)));
      const over = await newClient().refreshSession({ refresh_token: session.refresh_token });
      expect(over.error).toMatchObject({ code: "refresh_token_not_found" });
    });
  });

  describe("signing out", () => {
    async function threeSessions() {
      const first = await signedIn();
      return [first, await signedIn(first.account), await signedIn(first.account)] as const;
    }
    const statuses = (all: readonly { session: { access_token: string } }[]) =>
      Promise.all(all.map(async ({ session }) => (await me(session.access_token)).status));

    it("ends this session, and its access token at once", async () => {
      const all = await threeSessions();
      expect((await all[0].client.signOut({ scope: "local" })).error).toBeNull();
      expect(await statuses(all)).toEqual([401, 200, 200]);
    });

    it("ends all sessions", async () => {
      const all = await threeSessions();
      expect((await all[0].client.signOut()).error).toBeNull();
      expect(await statuses(all)).toEqual([401, 401, 401]);
      expect((await callRefresh(all[1].session.refresh_token)).status).toBe(400);
    });

    it("ends all other sessions", async () => {
      const all = await threeSessions();
      expect((await all[0].client.signOut({ scope: "others" })).error).toBeNull();
      expect(await statuses(all)).toEqual([200, 401, 401]);
    });
  });

  describe("changing the password", () => {
    const NEW = "another long password";

    it("takes the current one, and ends the other sessions", async () => {
      const { account, client, session } = await signedIn();
      const other = await signedIn(account);
      const { error } = await client.updateUser({ password: NEW, current_password: TEST_PASSWORD });
      expect(error).toBeNull();
      expect((await me(session.access_token)).status).toBe(200);
      expect((await me(other.session.access_token)).status).toBe(401);
      const before = await newClient().signInWithPassword({ email: account.email, password: TEST_PASSWORD });
      expect(before.error).toMatchObject({ code: "invalid_credentials" });
      const after = await newClient().signInWithPassword({ email: account.email, password: NEW });
      expect(after.error).toBeNull();
    });

    it.each([
      ["without the current one", { password: NEW }, "current_password_required"],
      ["with a wrong one", { password: NEW, current_password: "wrong" }, "current_password_invalid"],
      ["too short", { password: "short", current_password: TEST_PASSWORD }, "weak_password"],
      ["the same", { password: TEST_PASSWORD, current_password: TEST_PASSWORD }, "same_password"],
    ])("refuses a change %s", async (_, change, code) => {
      const { account, client } = await signedIn();
      expect((await client.updateUser(change)).error).toMatchObject({ code });
      expect((await signedIn(account)).session).toBeDefined();
    });
  });

  describe("limits", () => {
    const attempt = (email: string, address: string, password = "wrong") =>
      newClient(address).signInWithPassword({ email, password });

    it("stops guesses at one account from many addresses, also when they come at once", async () => {
      const { email } = await createTestAccount(system);
      const results = await Promise.all(
        Array.from({ length: 14 }, (_, index) => attempt(email, `198.51.100.${index + 1}`)),
      );
      const codes = results.map(({ error }) => error?.code);
      expect(codes.filter((code) => code === "invalid_credentials")).toHaveLength(10);
      expect(codes.filter((code) => code === "over_request_rate_limit")).toHaveLength(4);
      const right = await fetch(`${url}/auth/v1/token?grant_type=password`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, password: TEST_PASSWORD }),
      });
      expect(right.status).toBe(429);
      expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
      expect((await signedIn()).session).toBeDefined();
    });

    it("stops guesses from one address at many accounts, and believes only as many proxies as are trusted", async () => {
      const address = "198.51.100.200";
      const at = new Date();
      const failed = Array.from({ length: 50 }, () => ({ subject: `address:${address}`, at }));
      await system.database.queries.insert(signInAttempts).values(failed);
      const { email } = await createTestAccount(system);
      expect((await attempt(email, address, TEST_PASSWORD)).error?.code).toBe("over_request_rate_limit");
      const forged = await attempt(email, `192.0.2.1, ${address}`, TEST_PASSWORD);
      expect(forged.error?.code).toBe("over_request_rate_limit");
      expect((await attempt(email, "192.0.2.1", TEST_PASSWORD)).error).toBeNull();
    });

    it("goes by the socket's address where no proxy is trusted", async () => {
      const server = await serveApp({ ...system, config: { ...system.config, trustedProxies: 0 } });
      const at = new Date();
      const failed = Array.from({ length: 50 }, () => ({ subject: "address:127.0.0.1", at }));
      await system.database.queries.insert(signInAttempts).values(failed);
      const answer = await fetch(`${server.url}/auth/v1/token?grant_type=password`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-for": "192.0.2.55" },
        body: JSON.stringify({ email: "nobody@example.com", password: "x" }),
      });
      await server.close();
      await system.database.queries.delete(signInAttempts).where(eq(signInAttempts.subject, "address:127.0.0.1"));
      expect(answer.status).toBe(429);
    });

    it("forgets failures when the password was right, and what is older than the window", async () => {
      const { email } = await createTestAccount(system);
      for (let index = 0; index < 9; index++) await attempt(email, "192.0.2.77");
      expect((await attempt(email, "192.0.2.77", TEST_PASSWORD)).error).toBeNull();
      for (let index = 0; index < 9; index++) await attempt(email, "192.0.2.77");
      expect((await attempt(email, "192.0.2.77", TEST_PASSWORD)).error).toBeNull();
      await system.database.queries
        .insert(signInAttempts)
        .values({ subject: "address:192.0.2.99", at: new Date(Date.now() - 16 * 60_000) });
      await attempt(email, "192.0.2.78", TEST_PASSWORD);
      const old = await system.database.queries
        .select()
        .from(signInAttempts)
        .where(eq(signInAttempts.subject, "address:192.0.2.99"));
      expect(old).toEqual([]);
    });
  });

  describe("tokens that do not hold", () => {
    const claims = (account: Person, session: string) => ({
      email: account.email,
      role: "authenticated",
      session_id: session,
    });

    async function forge(change: {
      claims?: Record<string, unknown>;
      issuer?: string;
      audience?: string;
      expires?: string;
      foreignKey?: boolean;
    }) {
      const { account, session } = await signedIn();
      const sessionId = String(decodeJwt(session.access_token).session_id);
      const { privateKey } = await generateKeyPair("ES256", { extractable: true });
      const key = change.foreignKey
        ? await exportJWK(privateKey)
        : { kty: "EC", ...system.installation.authPrivateJwk };
      return new SignJWT({ ...claims(account, sessionId), sub: account.userId, ...change.claims })
        .setProtectedHeader({ alg: "ES256" })
        .setIssuer(change.issuer ?? `${system.config.publicApiUrl}/auth/v1`)
        .setAudience(change.audience ?? "authenticated")
        .setIssuedAt()
        .setExpirationTime(change.expires ?? "1h")
        .sign(key);
    }

    it("takes the forged one when nothing is wrong with it, so that the refusals below mean something", async () => {
      expect((await me(await forge({}))).status).toBe(200);
    });

    it.each([
      ["of another project's key", { foreignKey: true }],
      ["of another issuer", { issuer: "https://other.example/auth/v1" }],
      ["for another audience", { audience: "anon" }],
      ["that is over", { expires: "-1s" }],
      ["of the anon role", { claims: { role: "anon" } }],
      ["of the service role", { claims: { role: "service_role" } }],
      ["whose subject is no UUID", { claims: { sub: "admin" } }],
      ["without a session", { claims: { session_id: undefined } }],
      ["with a session that is not theirs", { claims: { session_id: crypto.randomUUID() } }],
    ])("refuses one %s", async (_, change) => {
      const answer = await me(await forge(change));
      expect([answer.status, await answer.json()]).toMatchObject([401, { code: "unauthorized" }]);
    });

    it("refuses one signed with our public key as if it were a secret, and one not signed at all", async () => {
      const { session } = await signedIn();
      const jwks = await (await fetch(`${url}/auth/v1/.well-known/jwks.json`)).text();
      const payload = decodeJwt(session.access_token);
      const confused = await new SignJWT(payload)
        .setProtectedHeader({ alg: "HS256" })
        .sign(new TextEncoder().encode(jwks));
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const unsigned = `${part({ alg: "none" })}.${part(payload)}.`;
      for (const token of [confused, unsigned, "nonsense"]) expect((await me(token)).status).toBe(401);
    });

    it("tells supabase-js apart what is wrong", async () => {
      const none = await fetch(`${url}/auth/v1/user`);
      expect([none.status, await none.json()]).toMatchObject([401, { error_code: "no_authorization" }]);
      const bad = await newClient().getUser(await forge({ foreignKey: true }));
      expect(bad.error).toMatchObject({ status: 403, code: "bad_jwt" });
      const { client, session } = await signedIn();
      await client.signOut();
      const over = await newClient().getUser(session.access_token);
      expect(over.error?.name).toBe("AuthSessionMissingError");
    });
  });

  it("is not there where Supabase is used", async () => {
    const supabase = { url: "http://127.0.0.1:9", anonKey: "anon", jwtSecret: undefined };
    const server = await serveApp({ ...system, config: { ...system.config, supabase } });
    const answer = await fetch(`${server.url}/auth/v1/.well-known/jwks.json`);
    await server.close();
    expect(answer.status).toBe(404);
  });
});
