import { createServer, type Server } from "node:http";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Person } from "../context.ts";
import { createSupabaseReader } from "./supabase-token.ts";

const SECRET = "the legacy secret of the project, long enough";
const USER = "6f9c1a52-3f0e-4a53-9d5c-0d6c1f2b7a11";
const SESSION = "1b671a64-40d5-491e-99b0-da01ff1f3341";
type SupabaseUser = { id: string; email: string; email_confirmed_at: string | null };

/** What of a Supabase project is asked: its published keys, and whose session a token is. */
async function startProject() {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const keys: JWK[] = [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256", use: "sig" }];
  const project = {
    url: "",
    privateKey,
    keys,
    user: { id: USER, email: "Cloud@Example.com", email_confirmed_at: "2026-01-01T00:00:00Z" } as SupabaseUser,
    status: 200,
    asked: 0,
  };
  const server: Server = createServer((request, response) => {
    const isUser = request.url === "/auth/v1/user";
    if (isUser) project.asked += 1;
    const allowed = !isUser || request.headers.apikey === "anon";
    const status = isUser ? (allowed ? project.status : 401) : 200;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(isUser ? project.user : { keys: project.keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  project.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { project, close };
}

describe("access tokens of a Supabase project", () => {
  let project: Awaited<ReturnType<typeof startProject>>["project"];
  let close: () => Promise<unknown>;
  let read: (token: string) => Promise<Person | null>;
  beforeEach(async () => {
    ({ project, close } = await startProject());
    read = createSupabaseReader({ url: project.url, anonKey: "anon", jwtSecret: undefined });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await close();
  });

  const claims = (change: JWTPayload = {}): JWTPayload => ({
    iss: `${project.url}/auth/v1`,
    aud: "authenticated",
    role: "authenticated",
    sub: USER,
    session_id: SESSION,
    exp: Math.floor(Date.now() / 1000) + 3600,
    ...change,
  });
  const asymmetric = (change?: JWTPayload, key = project.privateKey) =>
    new SignJWT(claims(change)).setProtectedHeader({ alg: "ES256", kid: "one" }).sign(key);
  const symmetric = (change?: JWTPayload, secret = SECRET) =>
    new SignJWT(claims(change)).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(secret));
  const withSecret = () => createSupabaseReader({ url: project.url, anonKey: "anon", jwtSecret: SECRET });

  it("name the person, by the project's own word on the email", async () => {
    const person = { kind: "user", userId: USER, email: "cloud@example.com", sessionId: SESSION };
    expect(await read(await asymmetric())).toEqual(person);
    expect(await withSecret()(await symmetric())).toEqual(person);
    expect(await withSecret()(await asymmetric())).toEqual(person);
  });

  it.each([
    ["of another issuer", { iss: "https://other.supabase.co/auth/v1" }],
    ["for another audience", { aud: "anon" }],
    ["that is over", { exp: 1 }],
    ["without an end", { exp: undefined }],
    ["of the service role", { role: "service_role" }],
    ["of the anon role", { role: "anon" }],
    ["without a session", { session_id: undefined }],
    ["whose subject is no UUID", { sub: "someone" }],
  ])("are refused when %s, without asking the project", async (_, change) => {
    expect(await read(await asymmetric(change))).toBeNull();
    expect(await withSecret()(await symmetric(change))).toBeNull();
    expect(project.asked).toBe(0);
  });

  it("are refused when another project signed them", async () => {
    const { privateKey } = await generateKeyPair("ES256");
    expect(await read(await asymmetric({}, privateKey))).toBeNull();
    expect(await withSecret()(await symmetric({}, "the secret of quite another project"))).toBeNull();
  });

  it("are refused when the algorithm is not the one of the key source", async () => {
    expect(await read(await symmetric())).toBeNull();
    const publicAsSecret = JSON.stringify({ keys: project.keys });
    expect(await read(await symmetric({}, publicAsSecret))).toBeNull();
    expect(await withSecret()(await symmetric({}, publicAsSecret))).toBeNull();
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    expect(await read(`${part({ alg: "none" })}.${part(claims())}.`)).toBeNull();
    expect(await read("no token at all")).toBeNull();
  });

  it("are refused as an anon key is, though the project signed it", async () => {
    const anon = await new SignJWT({ iss: "supabase", ref: "abc", role: "anon", exp: 4_000_000_000 })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .sign(new TextEncoder().encode(SECRET));
    expect(await withSecret()(anon)).toBeNull();
    expect(await read(anon)).toBeNull();
  });

  it.each([
    ["the session is revoked", { status: 403 }],
    ["the user is another", { user: { id: crypto.randomUUID(), email: "a@example.com", email_confirmed_at: "x" } }],
    ["the email is not confirmed", { user: { id: USER, email: "a@example.com", email_confirmed_at: null } }],
  ])("are refused when %s", async (_, change) => {
    Object.assign(project, change);
    expect(await read(await asymmetric())).toBeNull();
  });

  it("are asked about once in 10 seconds, so a revoked session ends by then", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const token = await asymmetric();
    expect((await Promise.all([read(token), read(token)])).every((person) => person !== null)).toBe(true);
    project.status = 403;
    vi.setSystemTime(Date.now() + 9_000);
    expect(await read(token)).not.toBeNull();
    expect(project.asked).toBe(1);
    vi.setSystemTime(Date.now() + 1_500);
    expect(await read(token)).toBeNull();
    expect(project.asked).toBe(2);
  });

  it("do not count as refused when the project cannot be asked, nor is that remembered", async () => {
    const token = await asymmetric();
    project.status = 500;
    await expect(read(token)).rejects.toMatchObject({ code: "volume_backend_unavailable", status: 503 });
    project.status = 200;
    expect(await read(token)).not.toBeNull();
    await close();
    const fresh = createSupabaseReader({ url: project.url, anonKey: "anon", jwtSecret: undefined });
    await expect(fresh(token)).rejects.toMatchObject({ code: "volume_backend_unavailable" });
  });
});
