import { and, eq } from "drizzle-orm";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ErrorBody } from "#lib/api/error-body.ts";
import { VolumePathInput } from "#lib/api/volume-path.ts";
import type { Caller, Context } from "../context.ts";
import { apiKeys, members, sessions, spentGrants } from "../db/schema.ts";
import { authenticate } from "../identity/authenticate.ts";
import { createTestAccount } from "../testing/create-test-account.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { openTransfers, type TestVolume, type Transfers } from "../testing/open-transfers.ts";
import { createDownloadUrl } from "./create-download-url.ts";
import { createUploadUrl } from "./create-upload-url.ts";
import { forgetExpiredGrants } from "./forget-expired-grants.ts";
import { issueGrant } from "./grant.ts";

const path = VolumePathInput.parse("/a.txt");
const put = (url: string, body = "x") => fetch(url, { method: "PUT", body });
const refusal = async (response: Response) => [response.status, ((await response.json()) as ErrorBody).code];

describe.skipIf(databaseMissing() !== null)("a grant", () => {
  let transfers: Transfers;
  let volume: TestVolume;
  beforeAll(async () => {
    transfers = await openTransfers();
  });
  afterAll(() => transfers.close());
  beforeEach(async () => {
    volume = await transfers.makeVolume();
    await put(await volume.upload({ path: "/a.txt" }), "content");
  });
  const invalid = [403, "grant_invalid"];
  const tokenOf = (url: string) => new URL(url).searchParams.get("grant") ?? "";
  const queries = () => transfers.system.database.queries;

  /** Someone who calls with an API key of the team. */
  async function keyHolder(): Promise<Context> {
    const { caller } = await authenticate(transfers.system, `Bearer ${transfers.team.keys.write}`);
    return { ...transfers.team.member, caller: caller satisfies Caller };
  }

  it("is needed", async () => {
    const bare = `${transfers.url}/v1/volumes/${volume.id}/file`;
    expect(await refusal(await fetch(bare))).toEqual(invalid);
    const withKey = { headers: { authorization: `Bearer ${transfers.team.keys.admin}`, cookie: "session=1" } };
    const refused = (await (await fetch(bare, withKey)).json()) as ErrorBody;
    expect(refused).toMatchObject({ code: "grant_invalid", suggested_action: expect.stringContaining("upload-url") });
  });

  it("does not hold when a character of it is altered", async () => {
    const url = await volume.download({ path: "/a.txt" });
    const token = tokenOf(url);
    for (const at of [2, token.indexOf(".") + 20, token.length - 10]) {
      const other = token[at] === "A" ? "B" : "A";
      const altered = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
      expect(await refusal(await fetch(url.replace(token, altered)))).toEqual(invalid);
    }
  });

  it("does not hold when it says that it is not signed, or is signed for something else", async () => {
    const url = await volume.download({ path: "/a.txt" });
    const [, payload = ""] = tokenOf(url).split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    expect(await refusal(await fetch(url.replace(tokenOf(url), `${none}.${payload}.`)))).toEqual(invalid);
    const { installation } = transfers.system;
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const foreign = await new SignJWT({ ...claims, aud: "something.else" })
      .setProtectedHeader({ alg: "HS256" })
      .sign(installation.grantKey);
    expect(await refusal(await fetch(url.replace(tokenOf(url), foreign)))).toEqual(invalid);
  });

  it("holds for its verb alone", async () => {
    expect(await refusal(await put(await volume.download({ path: "/a.txt" })))).toEqual(invalid);
    expect(await refusal(await fetch(await volume.upload({ path: "/a.txt" })))).toEqual(invalid);
  });

  it("holds for its volume alone", async () => {
    const other = await transfers.makeVolume();
    const url = (await volume.download({ path: "/a.txt" })).replace(volume.id, other.id);
    expect(await refusal(await fetch(url))).toEqual(invalid);
  });

  it("holds for a short time", async () => {
    const { member } = transfers.team;
    const { url } = await issueGrant(member, { verb: "download", volume: volume.id, path, purpose: "download" }, -1);
    expect(await refusal(await fetch(url))).toEqual([403, "grant_expired"]);
    const { url: upload } = await issueGrant(member, { verb: "upload", volume: volume.id, path }, -1);
    expect(await refusal(await put(upload))).toEqual([403, "grant_expired"]);
    const lasting = async (url: string) => JSON.parse(atob(tokenOf(url).split(".")[1] ?? "")).exp - Date.now() / 1000;
    expect(await lasting(await volume.upload({ path: "/a.txt" }))).toBeLessThanOrEqual(15 * 60);
    expect(await lasting(await volume.download({ path: "/a.txt" }))).toBeLessThanOrEqual(5 * 60);
  });

  it("ends with the API key that asked for it", async () => {
    const holder = await keyHolder();
    const url = await volume.download({ path: "/a.txt" }, holder);
    expect((await fetch(url)).status).toBe(200);
    if (holder.caller.kind !== "api_key") throw new Error("the caller is no key");
    const revoke = (at: Date | null) =>
      queries()
        .update(apiKeys)
        .set({ revokedAt: at })
        .where(and(eq(apiKeys.teamId, transfers.team.id), eq(apiKeys.scope, "write")));
    await revoke(new Date());
    expect(await refusal(await fetch(url))).toEqual(invalid);
    await revoke(null);
  });

  it("ends with the membership, and shrinks with the role", async () => {
    const someone = transfers.team.admin;
    if (someone.caller.kind !== "user") throw new Error("the caller is no person");
    const me = and(eq(members.userId, someone.caller.userId), eq(members.teamId, transfers.team.id));
    const upload = await volume.upload({ path: "/a.txt" }, someone);
    const download = await volume.download({ path: "/a.txt" }, someone);
    await queries().update(members).set({ role: "viewer" }).where(me);
    expect(await refusal(await put(upload))).toEqual([403, "forbidden"]);
    expect((await fetch(download)).status).toBe(200);
    await queries().delete(members).where(me);
    expect(await refusal(await fetch(download))).toEqual(invalid);
  });

  it("ends with the session that asked for it", async () => {
    const { member } = transfers.team;
    if (member.caller.kind !== "user") throw new Error("the caller is no person");
    const account = await createTestAccount(transfers.system);
    const [session] = await queries()
      .insert(sessions)
      .values({ accountId: account.userId, expiresAt: new Date(Date.now() + 60_000) })
      .returning();
    if (session === undefined) throw new Error("no session was made");
    const signedIn = { ...member, caller: { ...member.caller, sessionId: session.id } };
    const url = await volume.download({ path: "/a.txt" }, signedIn);
    expect((await fetch(url)).status).toBe(200);
    await queries().update(sessions).set({ revokedAt: new Date() }).where(eq(sessions.id, session.id));
    expect(await refusal(await fetch(url))).toEqual(invalid);
  });

  it("is given to those who may act, in the team of the volume", async () => {
    const { viewer, member } = transfers.team;
    await expect(volume.upload({ path: "/a.txt" }, viewer)).rejects.toMatchObject({ code: "forbidden" });
    const other = await openTransfers();
    try {
      const stranger = { ...member, team: other.team.id };
      const missing = { code: "volume_not_found" };
      await expect(volume.upload({ path: "/a.txt" }, stranger)).rejects.toMatchObject(missing);
      await expect(volume.download({ path: "/a.txt" }, stranger)).rejects.toMatchObject(missing);
    } finally {
      await other.close();
    }
  });

  it("is not given for what is not there, nor for an archive of a file, nor for a path elsewhere", async () => {
    await put(await volume.upload({ path: "/d/b.txt" }));
    await expect(volume.download({ path: "/no.txt" })).rejects.toMatchObject({ code: "file_not_found" });
    const field = { code: "invalid_request" };
    await expect(volume.download({ path: "/a.txt", archive_format: "tar" })).rejects.toMatchObject(field);
    await expect(volume.download({ path: "/d", paths: ["/a.txt"] })).rejects.toMatchObject(field);
    await expect(volume.download({ path: "/d", paths: ["/d"] })).rejects.toMatchObject(field);
  });

  it("answers the official client with the URL alone", async () => {
    const { member } = transfers.team;
    expect(Object.keys(await createUploadUrl(member, volume.id, { path }))).toEqual(["url"]);
    expect(Object.keys(await createDownloadUrl(member, volume.id, { path }))).toEqual(["url"]);
    const call = await fetch(`${transfers.url}/v1/volumes/${volume.id}/files/upload-url`, {
      method: "POST",
      headers: { authorization: `Bearer ${transfers.team.keys.write}`, "content-type": "application/json" },
      body: JSON.stringify({ path: "a.txt" }),
    });
    expect(await refusal(call)).toEqual([400, "invalid_request"]);
  });

  it("leaves nothing behind once it has expired", async () => {
    await queries()
      .update(spentGrants)
      .set({ expiresAt: new Date(0) });
    await forgetExpiredGrants(transfers.system);
    expect(await queries().select().from(spentGrants)).toEqual([]);
  });
});
