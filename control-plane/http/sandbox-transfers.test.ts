import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { System } from "../context.ts";
import { type Call, callApi } from "../testing/call-api.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { serveApp } from "../testing/serve-app.ts";

describe.skipIf(databaseMissing() !== null)("grants for the files of a sandbox", () => {
  let system: System;
  let close: () => Promise<void>;
  let stop: () => Promise<void>;
  let call: Call;
  let id: string;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    const server = await serveApp(system);
    system.config.publicApiUrl = server.url;
    stop = server.close;
    const team = await createTestTeam(system);
    call = callApi(system, team.keys.write);
    const { capability } = system.runtime;
    if (!capability.available) return console.warn(`skipped: ${capability.reason}`);
    id = (await call("POST", "/v1/sandboxes", {})).body.id;
  });
  afterAll(async () => {
    await stop();
    await close();
  });
  const withRuntime = (name: string, act: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      skip(!system.runtime.capability.available);
      await act();
    });
  const files = (verb: string, body: unknown) => call("POST", `/v1/sandboxes/${id}/files/${verb}`, body);
  const exec = async (command: string) => (await call("POST", `/v1/sandboxes/${id}/exec`, { command })).body.stdout;
  const grantFor = async (file: Record<string, unknown>) =>
    (await files("upload-grants", { files: [file] })).body.grants[0];
  const download = async (input: unknown) => (await files("download-grant", input)).body.url;
  const put = (url: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(url, { method: "PUT", body, headers });

  withRuntime("take bytes whole, once, and by what was declared", async () => {
    const bytes = Buffer.alloc(9 * 1024 * 1024, "ab\u0000");
    const grant = await grantFor({ path: "in/big.bin", content_length: bytes.length });
    expect(grant).toMatchObject({ path: "/workspace/in/big.bin", method: "PUT", existing: null });
    const first = await put(grant.url, bytes);
    expect(first.status).toBe(200);
    expect(first.headers.get("x-content-type-options")).toBe("nosniff");
    const published = await first.json();
    expect(await exec("stat -c '%s %U' in/big.bin; ls -A in")).toBe(`${bytes.length} root\nbig.bin\n`);
    expect(await (await put(grant.url, bytes)).json()).toEqual(published);
    expect((await (await put(grant.url, Buffer.alloc(bytes.length))).json()).code).toBe("upload_conflict");
    const next = await grantFor({ path: "in/big.bin", content_length: 3, if_match: published.etag });
    expect(next.existing).toMatchObject({ etag: published.etag, is_dir: false });
    expect((await put(next.url, "four")).status).toBe(413);
    expect((await put(next.url, "two")).status).toBe(200);
    const late = await grantFor({ path: "in/big.bin", if_match: published.etag });
    expect((await put(late.url, "late")).status).toBe(412);
    // Refused, it was not spent.
    expect((await put(late.url, "late")).status).toBe(412);
    // Not the last character, of which some bits count for nothing.
    const forged = late.url.replace(/.(?=.{9}$)/, (one: string) => (one === "A" ? "B" : "A"));
    expect((await put(forged, "x")).status).toBe(403);
    expect(await exec("cat in/big.bin; ls -A in")).toBe("twobig.bin\n");
  });

  withRuntime("take the part `file` of a form, and nothing without a grant", async () => {
    const grant = await grantFor({ path: "form/a.bin" });
    const form = new FormData();
    form.append("note", "x");
    form.append("file", new Blob(["one\ntwo\n"]), "else.txt");
    const post = (url: string) => fetch(url, { method: "POST", body: form });
    const answer = await post(grant.url);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ path: "/workspace/form/a.bin", size: 8 });
    expect(await exec("cat form/a.bin; ls -A form")).toBe("one\ntwo\na.bin\n");
    expect((await post(grant.url.replace(/\?.*/, ""))).status).toBe(403);
    expect((await post(await download({ path: "form/a.bin" }))).status).toBe(403);
  });

  withRuntime("copy, and say how far it is", async () => {
    await exec("mkdir -p from/d to; head -c 9000000 /dev/urandom > from/d/big; echo x > from/x");
    const asked = { paths: ["from/d", "/workspace/from/x", "from/none"], destination: "to" };
    const { body, status } = await files("copy-grant", asked);
    expect([status, body.method]).toEqual([200, "POST"]);
    const lines = async (url: string) =>
      (await (await fetch(url, { method: "POST" })).text())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    const said = await lines(body.url);
    expect(said[0].progress.total_bytes).toBeGreaterThan(9_000_000);
    expect(said.at(-1).result).toMatchObject({
      succeeded: [{ to: "/workspace/to/d" }, { to: "/workspace/to/x" }],
      failed: [{ path: "/workspace/from/none", code: "file_not_found" }],
    });
    expect(await exec("cmp from/d/big to/d/big && ls -A to")).toBe("d\nx\n");
    expect((await lines(body.url)).at(-1).result.failed).toHaveLength(3);
    expect((await fetch(body.url.replace("/copy?", "/file?"))).status).toBe(403);
    const grant = await grantFor({ path: "x" });
    expect((await fetch(grant.url.replace("/file?", "/copy?"), { method: "POST" })).status).toBe(403);
  });

  withRuntime("give out files by range and version, and directories as archives", async () => {
    await exec(
      "mkdir -p 'out/d é' && printf 0123456789 > 'out/d é/n.txt' && echo x > out/x && mkfifo out/p && ln -s /proc out/k",
    );
    const url = await download({ path: "out/d é/n.txt" });
    const part = await fetch(url, { headers: { range: "bytes=2-4" } });
    expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([206, "234", "bytes 2-4/10"]);
    const etag = part.headers.get("etag") ?? "";
    expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await put(url, "x")).status).toBe(403);
    const tar = Buffer.from(await (await fetch(await download({ path: "out", archive_format: "tar" }))).arrayBuffer());
    expect(tar.includes("n.txt")).toBe(true);
    expect(tar.includes("0123456789")).toBe(true);
    const zip = await fetch(await download({ path: "out", paths: ["out/x"] }));
    expect(zip.headers.get("content-disposition")).toContain("out.zip");
    const zipped = Buffer.from(await zip.arrayBuffer());
    expect([zipped.includes("x"), zipped.includes("n.txt")]).toEqual([true, false]);
    expect((await files("download-grant", { path: "out/p" })).body.code).toBe("file_conflict");
    expect((await files("download-grant", { path: "/proc/1/environ" })).body.code).toBe("permission_denied");
    expect(Object.keys((await files("download-url", { path: "out/x" })).body)).toEqual(["url"]);
  });
});
