import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createClient } from "#lib/api/client/client.ts";
import { FileInfo } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { System } from "../context.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume, type TestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { serveApp } from "../testing/serve-app.ts";
import { type App, createApp } from "./app.ts";

const at = (path: string) => path as VolumePath;
/** What the official client takes in a FileInfo, and nothing else. */
const KNOWN = "name path is_dir size type mode permissions owner group modified_time symlink_target"
  .split(" ")
  .toSorted();

describe.skipIf(databaseMissing() !== null)("the routes of files", () => {
  let system: System;
  let close: () => Promise<void>;
  let app: App;
  let team: TestTeam;
  let volume: TestVolume;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    app = createApp(system);
    team = await createTestTeam(system);
    volume = await createTestVolume(system, team);
  });
  afterAll(() => close());

  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request(`/v1/volumes/${volume.id}/${path}`, {
      method,
      headers: { authorization: `Bearer ${team.keys.write}`, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
  };
  const asOfficialClient = { "user-agent": "python-httpx/0.28.1" };
  const client = (key: string) =>
    createClient({
      baseUrl: "http://control.plane",
      headers: () => ({ authorization: `Bearer ${key}` }),
      fetch: (input, init) => Promise.resolve(app.request(String(input), init)),
    });

  it("answer what the contract says: status, FileInfo, ETag", async () => {
    const written = await send("POST", "files/write", { path: "/a/f.txt", content: "x" });
    expect(written.status).toBe(200);
    expect(Object.keys(written.body).toSorted()).toEqual(KNOWN);
    expect(FileInfo.safeParse(written.body).success).toBe(true);
    const etag = written.headers.get("etag");
    expect(etag).toMatch(/^"[^"]+"$/);
    const info = await send("POST", "files/info?include=etag", { path: "/a/f.txt" });
    expect([info.body.etag, info.headers.get("etag")]).toEqual([etag, etag]);
    const read = await send("POST", "files/read", { path: "/a/f.txt" });
    expect([read.body, read.headers.get("etag")]).toEqual([{ content: "x", encoding: "utf8", size: 1 }, etag]);
    expect((await send("POST", "files/exists", { path: "/nope" })).body).toEqual({ exists: false });
    expect((await send("POST", "files/mkdir", { path: "/d" })).status).toBe(200);
    expect((await send("POST", "files/permissions", { path: "/d", permissions: "0700" })).status).toBe(204);
    const renamed = await send("POST", "files/rename", { old_path: "/d", new_path: "/e" });
    expect(renamed.body).toMatchObject({ path: "/e", type: "directory", permissions: "0700" });
    expect((await send("POST", "files/remove", { path: "/e" })).status).toBe(204);
  });

  it("call a directory what each client understands, in lists and alone", async () => {
    mkdirSync(join(volume.data, "quirk/in"), { recursive: true });
    const types = async (headers: Record<string, string>) => {
      const list = await send("GET", "files?path=/quirk", undefined, headers);
      expect(Object.keys(list.body[0]).toSorted()).toEqual(KNOWN);
      const page = await send("GET", "files?path=/quirk&limit=9", undefined, headers);
      const info = await send("POST", "files/info", { path: "/quirk" }, headers);
      return [list.body[0].type, page.body.entries[0].type, info.body.type];
    };
    expect(await types({})).toEqual(["directory", "directory", "directory"]);
    expect(await types(asOfficialClient)).toEqual(["dir", "dir", "dir"]);
  });

  it("heed If-Match and If-None-Match, and carry the current version in a refusal", async () => {
    const write = (headers: Record<string, string>) =>
      send("POST", "files/write", { path: "/c", content: "x" }, headers);
    const etag = (await write({ "if-none-match": "*" })).headers.get("etag") ?? "";
    const refused = await write({ "if-match": '"other"' });
    expect([refused.status, refused.body.code, refused.body.details.etag]).toEqual([412, "precondition_failed", etag]);
    expect(refused.headers.get("etag")).toBe(etag);
    expect((await write({ "if-none-match": "*" })).status).toBe(412);
    const stale = { "if-match": '"other"' };
    expect((await send("POST", "files/rename", { old_path: "/c", new_path: "/c2" }, stale)).status).toBe(412);
    expect((await send("POST", "files/remove", { path: "/c" }, stale)).status).toBe(412);
    expect((await send("POST", "files/permissions", { path: "/c", permissions: "0600" }, stale)).status).toBe(412);
    expect((await send("POST", "files/remove", { path: "/c" }, { "if-match": etag })).status).toBe(204);
  });

  it.each([
    ["that is relative", "relative", /absolute/],
    ["with a NUL", "/a\0b", /NUL/],
    ["with a long name", `/${"x".repeat(256)}`, /longer than 255 bytes/],
    ["that is too long", "/abc".repeat(1025), /at most 4096 bytes/],
    ["above the root", "/../etc", /above the root/],
  ])("refuse a path %s wherever it is given, naming the rule", async (_what, path, rule) => {
    const asked = [
      send("GET", `files?path=${encodeURIComponent(path)}`),
      ...["info", "exists", "read", "mkdir", "remove"].map((verb) => send("POST", `files/${verb}`, { path })),
      send("POST", "files/write", { path, content: "" }),
      send("POST", "files/permissions", { path, permissions: "0644" }),
      send("POST", "files/rename", { old_path: path, new_path: "/x" }),
      send("POST", "files/rename", { old_path: "/x", new_path: path }),
      ...["move", "copy"].map((verb) => send("POST", `files/${verb}`, { paths: [path], destination: "/" })),
      ...["move", "copy"].map((verb) => send("POST", `files/${verb}`, { paths: ["/x"], destination: path })),
      send("POST", "files/set-permissions", { paths: [path], permissions: "0644" }),
      send("POST", "trash", { paths: [path] }),
    ];
    for (const { status, body } of await Promise.all(asked)) {
      expect([status, body.code]).toEqual([400, "invalid_request"]);
      expect(body.error).toMatch(rule);
      // What the official client insists on.
      expect(body.error_detail).toMatchObject({ code: body.code, phase: "preflight", suggested_action: "" });
    }
  });

  it("answer the same to an unknown volume and to another team's", async () => {
    const other = await createTestTeam(system);
    const theirs = await createTestVolume(system, other);
    const ask = (id: string) => client(team.keys.write).files.list(id as never, at("/"));
    const refusal = (id: string) =>
      ask(id).then(
        () => null,
        ({ code, message }) => [code, message.replace(id, "…")],
      );
    expect(await refusal(theirs.id)).toEqual(await refusal("vol_0000000000000000"));
    expect((await refusal(theirs.id))?.[0]).toBe("volume_not_found");
  });

  it("let a key that reads read, and no more", async () => {
    const reader = client(team.keys.read);
    await client(team.keys.write).files.write(volume.id, at("/r"), "r");
    expect(await reader.files.read(volume.id, at("/r"), "utf8")).toMatchObject({ content: "r" });
    await expect(reader.files.write(volume.id, at("/r"), "w")).rejects.toMatchObject({ code: "forbidden" });
    await expect(reader.trash.put(volume.id, [at("/r")])).rejects.toMatchObject({ code: "forbidden" });
  });

  it("open and delete what has any name, through the client", async () => {
    const api = client(team.keys.write);
    for (const name of ["new\nline", "q\"uo'te", "<script>alert(1)<", "\u202Egnp.exe", "💾", "\u{FFFD}a%FF"]) {
      const path = at(`/names/${name}`);
      await api.files.write(volume.id, path, name);
      expect((await api.files.read(volume.id, path, "utf8")).content).toBe(name);
      const moved = await api.files.rename(volume.id, path, at(`/names/x${name.replace("\u{FFFD}", "")}`));
      const { succeeded } = await api.trash.put(volume.id, [moved.path]);
      await api.trash.restore(volume.id, {
        ids: succeeded.flatMap(({ trash_id }) => trash_id ?? []),
        conflict: "error",
      });
      await api.files.remove(volume.id, moved.path);
    }
    expect(await api.files.list(volume.id, at("/names"))).toEqual([]);
  });

  it("serve the bulk acts and the trash to the client", async () => {
    const api = client(team.keys.write);
    await api.files.write(volume.id, at("/bulk/a"), "a");
    execFileSync("mkfifo", [join(volume.data, "bulk/fifo")]);
    symlinkSync("/nowhere", join(volume.data, "bulk/link"));
    await api.files.makeDirectory(volume.id, at("/to"));
    const input = { paths: [at("/bulk/a")], destination: at("/to"), conflict: "error" as const };
    expect((await api.files.copy(volume.id, input)).succeeded).toMatchObject([{ to: "/to/a" }]);
    expect((await api.files.move(volume.id, input)).failed).toMatchObject([{ code: "file_conflict" }]);
    const mode = { paths: [at("/to")], permissions: "0600", recursive: true };
    expect((await api.files.setPermissions(volume.id, mode)).failed).toEqual([]);
    expect(await api.files.info(volume.id, at("/to"))).toMatchObject({ permissions: "0700" });
    expect((await api.trash.put(volume.id, [at("/bulk"), at("/to")])).succeeded).toHaveLength(2);
    expect(await api.trash.list(volume.id)).toHaveLength(2);
    expect((await api.trash.empty(volume.id)).count).toBe(2);
  });

  it("end a copy when the connection does, and leave nothing of it", async () => {
    const own = await createTestVolume(system, team);
    mkdirSync(join(own.data, "many"));
    for (let i = 0; i < 3000; i++) writeFileSync(join(own.data, "many", `f${i}`), "x");
    const server = await serveApp(system);
    const controller = new AbortController();
    const api = createClient({ baseUrl: server.url, headers: () => ({ authorization: `Bearer ${team.keys.write}` }) });
    const input = { paths: [at("/many")], destination: at("/"), conflict: "keep_both" as const };
    const copying = api.files.copy(own.id, input, { signal: controller.signal }).catch((error: unknown) => error);
    await vi.waitUntil(() => own.staging().length > 0, { timeout: 30_000, interval: 1 });
    controller.abort();
    expect(await copying).toMatchObject({ name: "AbortError" });
    await vi.waitUntil(() => own.staging().length === 0, { timeout: 30_000, interval: 5 });
    expect(readdirSync(own.data)).toEqual(["many"]);
    await server.close();
  });
});
