import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { System } from "../context.ts";
import { type Call, callApi } from "../testing/call-api.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { createApp } from "./app.ts";

describe.skipIf(databaseMissing() !== null)("the files of a sandbox", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  let call: Call;
  let id: string;
  let volume: string;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    team = await createTestTeam(system);
    call = callApi(system, team.keys.write);
    const { capability } = system.runtime;
    if (!capability.available) return console.warn(`skipped: ${capability.reason}`);
    volume = (await team.makeVolume()).id;
    const volumes = [
      { ref: volume, mount_path: "/data" },
      { ref: volume, mount_path: "/fixed", read_only: true },
    ];
    id = (await call("POST", "/v1/sandboxes", { volumes })).body.id;
  });
  afterAll(() => close());
  const withRuntime = (name: string, act: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      skip(!system.runtime.capability.available);
      await act();
    });
  const files = (verb: string, body: unknown) => call("POST", `/v1/sandboxes/${id}/files/${verb}`, body);
  const list = async (query: string) => (await call("GET", `/v1/sandboxes/${id}/files?${query}`)).body;
  const exec = async (command: string) => (await call("POST", `/v1/sandboxes/${id}/exec`, { command })).body.stdout;
  const raw = (method: string, path: string, body?: BodyInit) =>
    createApp(system).request(`/v1/sandboxes/${id}/file?path=${encodeURIComponent(path)}`, {
      method,
      headers: { authorization: `Bearer ${team.keys.write}` },
      ...(body !== undefined && { body }),
    });

  withRuntime("are written, read, listed, moved and removed, relative to the working directory too", async () => {
    const written = await files("write", { path: "made/for it/a.txt", content: "one\n", user: null });
    expect(written.body).toMatchObject({ path: "/workspace/made/for it/a.txt", size: 4, permissions: "0644" });
    expect(Object.keys(written.body)).not.toContain("etag");
    expect(await exec("cat 'made/for it/a.txt'; stat -c %U:%a made 'made/for it/a.txt'")).toBe(
      "one\nroot:755\nroot:644\n",
    );
    expect((await files("read", { path: "/workspace/made/for it/a.txt" })).body).toEqual({
      content: "one\n",
      encoding: "utf8",
      size: 4,
    });
    await exec("chmod 640 'made/for it/a.txt'");
    await files("write", { path: "made/for it/a.txt", content: "dHdv", encoding: "base64" });
    expect(await exec("cat 'made/for it/a.txt'; stat -c %a 'made/for it/a.txt'; ls -A 'made/for it'")).toBe(
      "two640\na.txt\n",
    );
    expect((await list("path=made&depth=2")).map(({ path }: { path: string }) => path)).toEqual([
      "/workspace/made/for it",
      "/workspace/made/for it/a.txt",
    ]);
    expect((await files("rename", { old_path: "made/for it/a.txt", new_path: "made/b.txt" })).body.path).toBe(
      "/workspace/made/b.txt",
    );
    expect((await files("permissions", { path: "made/b.txt", permissions: "0600" })).status).toBe(204);
    expect((await files("info", { path: "made/b.txt" })).body.permissions).toBe("0600");
    expect((await files("mkdir", { path: "made/x/y" })).body).toMatchObject({
      is_dir: true,
      path: "/workspace/made/x/y",
    });
    expect((await files("rename", { old_path: "made/b.txt", new_path: "made/x" })).body.code).toBe("file_conflict");
    expect((await files("rename", { old_path: "made/b.txt", new_path: "/data/b.txt" })).body.code).toBe(
      "file_conflict",
    );
    expect((await files("remove", { path: "made" })).status).toBe(204);
    expect((await files("exists", { path: "made" })).body).toEqual({ exists: false });
    expect((await files("remove", { path: "made" })).body.code).toBe("file_not_found");
    expect((await files("remove", { path: "/" })).body.code).toBe("file_conflict");
  });

  withRuntime("are listed in pages, and changed only where they are still what was read", async () => {
    await exec("mkdir -p paged && cd paged && for n in 1 2 3 10; do echo $n > f$n; done; mkdir sub");
    const first = await list("path=paged&limit=2&filter=f&include=etag");
    expect(first).toMatchObject({ total: 4, offset: 0, entries: [{ name: "f1" }, { name: "f2" }] });
    const rest = await list(`path=paged&limit=5&filter=f&cursor=${first.next_cursor}`);
    expect(rest.entries.map(({ name }: { name: string }) => name)).toEqual(["f3", "f10"]);
    expect((await list("path=paged&limit=1&sort=name&order=desc&offset=1")).entries[0].name).toBe("f10");
    const [{ etag }] = first.entries;
    const write = (headers: Record<string, string>) =>
      createApp(system).request(`/v1/sandboxes/${id}/files/write?include=etag`, {
        method: "POST",
        headers: { authorization: `Bearer ${team.keys.write}`, "content-type": "application/json", ...headers },
        body: JSON.stringify({ path: "paged/f1", content: "changed" }),
      });
    expect((await write({ "if-none-match": "*" })).status).toBe(412);
    const written = await write({ "if-match": etag });
    expect(written.status).toBe(200);
    const refused = await write({ "if-match": etag });
    expect(refused.status).toBe(412);
    expect((await refused.json()).details.etag).toBe(written.headers.get("etag"));
    expect((await raw("GET", "paged/f1")).headers.get("etag")).toBe(written.headers.get("etag"));
  });

  withRuntime("are copied, moved and removed many at once, each on its own", async () => {
    await exec(
      "mkdir -p many/a/b many/to && cd many && echo x > a/b/x && ln -s b a/link && mkfifo a/pipe && echo y > y",
    );
    // Into itself, without what is on its way there.
    await exec("mkdir many/self && echo s > many/self/s");
    const self = await files("copy", { paths: ["many/self"], destination: "many/self" });
    expect(self.body).toMatchObject({ succeeded: [{ to: "/workspace/many/self/self" }], failed: [] });
    expect(await exec("cd many/self && find . | sort; rm -r ../self")).toBe(".\n./s\n./self\n./self/s\n");
    const copied = await files("copy", { paths: ["many/a", "many/y", "many/none"], destination: "many/to" });
    expect(copied.body.succeeded).toMatchObject([
      { path: "/workspace/many/a", to: "/workspace/many/to/a" },
      { path: "/workspace/many/y", to: "/workspace/many/to/y" },
    ]);
    expect(copied.body.failed).toMatchObject([
      { path: "/workspace/many/a/pipe", code: "file_conflict" },
      { path: "/workspace/many/none", code: "file_not_found" },
    ]);
    expect(await exec("cd many/to; cat a/b/x a/link/x y; stat -c %U a a/b/x a/link y | sort -u; ls -A")).toBe(
      "x\nx\ny\nroot\na\ny\n",
    );
    const again = await files("copy", { paths: ["many/y"], destination: "many/to", conflict: "keep_both" });
    expect(again.body.succeeded[0].to).toBe("/workspace/many/to/y (2)");
    const moved = await files("move", { paths: ["many/a", "many/y"], destination: "many/to", conflict: "replace" });
    expect(moved.body.failed).toEqual([]);
    expect(await exec("find many -mindepth 1 -printf '%P ' | tr ' ' '\\n' | sort | tr '\\n' ' '")).toContain(
      "to/a/pipe",
    );
    // To a volume, and never with it.
    const across = await files("copy", { paths: ["many/to/y"], destination: "/data" });
    expect(across.body.failed).toEqual([]);
    expect((await files("move", { paths: ["many/to/a"], destination: "/data" })).body.failed).toMatchObject([
      { code: "file_conflict" },
    ]);
    expect((await files("move", { paths: ["/data"], destination: "many" })).body.failed).toMatchObject([
      { code: "file_conflict" },
    ]);
    const modes = { paths: ["many/to/a"], permissions: "0600", recursive: true };
    expect((await files("set-permissions", modes)).body.failed).toEqual([]);
    expect(await exec("stat -c %a many/to/a many/to/a/b/x")).toBe("700\n600\n");
    const removed = await files("remove-many", { paths: ["many/to", "many/none", "/data"] });
    expect(removed.body.succeeded).toEqual([{ path: "/workspace/many/to", to: null, trash_id: null }]);
    expect(removed.body.failed).toMatchObject([{ code: "file_not_found" }, { code: "file_conflict" }]);
    expect(await exec("ls -A many; cat /data/y")).toBe("y\n");
  });

  withRuntime("lead through the mounts, and keep to their modes", async () => {
    await files("write", { path: "/data/hello.txt", content: "persistent\n" });
    expect((await call("POST", `/v1/volumes/${volume}/files/read`, { path: "/hello.txt" })).body.content).toBe(
      "persistent\n",
    );
    for (const [verb, body] of [
      ["write", { path: "/fixed/a", content: "" }],
      ["mkdir", { path: "/fixed/a" }],
      ["remove", { path: "/fixed/hello.txt" }],
      ["rename", { old_path: "/fixed/hello.txt", new_path: "/fixed/b" }],
      ["permissions", { path: "/fixed/hello.txt", permissions: "0600" }],
      ["write", { path: "/usr/bin/mine", content: "" }],
    ] as const)
      expect((await files(verb, body)).body.code, verb).toBe("volume_read_only");
    expect((await files("read", { path: "/fixed/hello.txt" })).body.content).toBe("persistent\n");
    expect((await files("remove", { path: "/data" })).body.code).toBe("file_conflict");
  });

  withRuntime("travel whole as they are, and in batches", async () => {
    const bytes = Buffer.alloc(3_000_000, "\u0000\u00ffab");
    expect(await (await raw("PUT", "big.bin", bytes)).json()).toMatchObject({ size: bytes.length });
    const back = await raw("GET", "big.bin");
    expect(back.headers.get("x-content-type-options")).toBe("nosniff");
    expect(bytes.equals(Buffer.from(await back.arrayBuffer()))).toBe(true);
    expect((await raw("PUT", "empty")).status).toBe(200);
    expect(await (await raw("GET", "empty")).text()).toBe("");
    const form = new FormData();
    const manifest = { files: ["a", "/proc/x", "b"].map((path, n) => ({ path, field: `file${n}` })), user: null };
    form.set("manifest", new Blob([JSON.stringify(manifest)], { type: "application/json" }));
    for (const [n, text] of ["A", "P", "B"].entries()) form.set(`file${n}`, new Blob([text]), `file${n}`);
    const answer = await createApp(system).request(`/v1/sandboxes/${id}/files/batch-write`, {
      method: "POST",
      headers: { authorization: `Bearer ${team.keys.write}` },
      body: form,
    });
    expect((await answer.json()).results).toMatchObject([
      { path: "a", status: "success", info: { path: "/workspace/a", size: 1 } },
      { path: "/proc/x", status: "error" },
      { path: "b", status: "success" },
    ]);
    expect(await exec("cat a b")).toBe("AB");
    form.set("manifest", "{");
    const unread = await createApp(system).request(`/v1/sandboxes/${id}/files/batch-write`, {
      method: "POST",
      headers: { authorization: `Bearer ${team.keys.write}` },
      body: form,
    });
    expect(unread.status).toBe(400);
  });

  withRuntime("never lead out, nor into what belongs to the kernel, whatever is planted", async () => {
    await exec(
      "ln -s / out; ln -s ../../../../../../etc/shadow shadow; mkfifo pipe; ln -s /proc/1/root leap; ln -s /proc/sysrq-trigger trigger",
    );
    // A link leads to what the sandbox itself would see there.
    expect((await files("read", { path: "out/etc/hostname" })).body.content.trim()).toBe(id);
    expect((await files("read", { path: "shadow" })).body.code).toBe("file_not_found");
    for (const path of ["/proc/self/status", "/proc/1/environ", "/dev/pts/0", "leap/etc/hostname", "trigger", "/sys"]) {
      const { code } = (await files("read", { path })).body;
      expect(["permission_denied", "file_not_found"], `${path}: ${code}`).toContain(code);
      const wrote = (await files("write", { path, content: "x" })).body.code;
      expect(["permission_denied", "volume_read_only", "file_conflict"], `${path}: ${wrote}`).toContain(wrote);
    }
    expect((await list("path=/proc")).code).toBe("permission_denied");
    expect((await list("path=/&depth=2")).some(({ path }: { path: string }) => path.startsWith("/proc/"))).toBe(false);
    for (const path of ["pipe", "/dev/null", "/dev/zero"]) {
      expect((await files("read", { path })).body.code, path).toBe("file_conflict");
      expect((await files("write", { path, content: "x" })).body.code, path).toBe("file_conflict");
    }
    expect((await files("read", { path: "../../../../etc/passwd" })).body.code).toBe("invalid_request");
  });

  withRuntime("are refused to who may only read, and while the sandbox is paused", async () => {
    const reader = callApi(system, team.keys.read);
    expect((await reader("POST", `/v1/sandboxes/${id}/files/write`, { path: "a", content: "" })).body.code).toBe(
      "forbidden",
    );
    expect((await reader("POST", `/v1/sandboxes/${id}/files/exists`, { path: "/data" })).body).toEqual({
      exists: true,
    });
    await call("POST", `/v1/sandboxes/${id}/pause`);
    expect((await files("read", { path: "a" })).body.code).toBe("sandbox_not_ready");
    await call("POST", `/v1/sandboxes/${id}/resume`);
  });
});
