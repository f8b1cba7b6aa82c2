import { createHash, randomBytes } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { sandboxRoot } from "#lib/api/file-root.ts";
import { SandboxId } from "#lib/api/ids.ts";
import { CompletedSandboxUpload, SandboxPartGrant, SandboxUploadSession } from "#lib/api/sandbox-uploads.ts";
import { PART_SHA256_HEADER } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import { uploads } from "../db/schema.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { openTransfers, type Transfers } from "../testing/open-transfers.ts";
import { type TarEntry, tarOf } from "../testing/tar-of.ts";
import { completeUpload } from "./complete-upload.ts";
import { endExpiredUploads } from "./end-expired-uploads.ts";
import { repairHostStaging } from "./repair-host-staging.ts";

const MiB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

type Body = { code?: string; details?: Record<string, unknown>; error_detail?: Record<string, unknown> };

describe.skipIf(databaseMissing() !== null)("resumable uploads into a sandbox", () => {
  let transfers: Transfers;
  let sandbox: string;
  let volume: string;
  beforeAll(async () => {
    transfers = await openTransfers({ stagingQuotaBytes: 200 * MiB });
    const { capability } = transfers.system.runtime;
    if (!capability.available) return console.warn(`skipped: ${capability.reason}`);
    volume = (await transfers.team.makeVolume()).id;
    sandbox = await makeSandbox([
      { ref: volume, mount_path: "/workspace/shared" },
      { ref: volume, mount_path: "/workspace/fixed", read_only: true },
    ]);
  });
  afterAll(() => transfers.close());
  const withRuntime = (name: string, act: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      skip(!transfers.system.runtime.capability.available);
      await act();
    });

  async function ask<T = Body>(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
    const raw = body instanceof Uint8Array;
    const response = await fetch(`${transfers.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${transfers.team.keys.write}`,
        ...(body !== undefined && { "content-type": raw ? "application/octet-stream" : "application/json" }),
        ...more,
      },
      ...(body !== undefined && { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    // What each route answers by its schema, or a refusal.
    return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as T };
  }
  async function makeSandbox(volumes: unknown[] = []): Promise<string> {
    const { body } = await ask<{ id: string }>("POST", "/v1/sandboxes", volumes.length > 0 ? { volumes } : {});
    return body.id;
  }
  const call = <T = Body>(method: string, path: string, body?: unknown, more?: Record<string, string>, id = sandbox) =>
    ask<T>(method, `/v1/sandboxes/${id}/uploads${path}`, body, more);
  const exec = async (command: string, id = sandbox) =>
    (await ask<{ stdout: string }>("POST", `/v1/sandboxes/${id}/exec`, { command })).body.stdout;
  async function begin(bytes: number, input: object = {}, id = sandbox): Promise<SandboxUploadSession> {
    const asked = { kind: "file", content_length: bytes, metadata: {}, ...input };
    const { status, body } = await call<{ session: unknown }>("POST", "", asked, {}, id);
    expect(status, JSON.stringify(body)).toBe(200);
    return SandboxUploadSession.strict().parse(body.session);
  }
  const put = (session: SandboxUploadSession, bytes: Uint8Array, number: number, id = sandbox) => {
    const part = bytes.subarray(number * session.part_size, (number + 1) * session.part_size);
    const check = { [PART_SHA256_HEADER]: sha256(part) };
    return call<SandboxUploadSession & Body>("PUT", `/${session.upload_id}/parts/${number}`, part, check, id);
  };
  const complete = (session: SandboxUploadSession, body: object = {}, id = sandbox) =>
    call<z.infer<typeof CompletedSandboxUpload> & Body>("POST", `/${session.upload_id}/complete`, body, {}, id);
  async function sendTar(entries: readonly TarEntry[], input: object) {
    const tar = await tarOf(entries);
    const session = await begin(tar.length, { kind: "directory_tar", archive_format: "tar", ...input });
    expect((await put(session, tar, 0)).status).toBe(200);
    return { session, done: await complete(session) };
  }
  const staged = () => readdir(join(transfers.system.config.dataDirectory, "uploads"));

  withRuntime(
    "takes parts in any order, at once and repeated, and publishes the file whole; again it answers the same",
    async () => {
      const bytes = randomBytes(20 * MiB + 17);
      const asked = { target_path: "dir/a.bin", user: null, whole_checksum_sha256: sha256(bytes) };
      const session = await begin(bytes.length, asked);
      expect(session).toMatchObject({
        target_path: "/workspace/dir/a.bin",
        part_count: 3,
        status: "created",
        reserved_staging_bytes: bytes.length,
        limits: { sandbox_staging_quota_bytes: 200 * MiB },
      });
      expect((await put(session, bytes, 2)).body).toMatchObject({ next_part: 0, status: "uploading" });
      await Promise.all([put(session, bytes, 0), put(session, bytes, 1), put(session, bytes, 2)]);
      expect((await call("GET", `/${session.upload_id}`)).body).toMatchObject({ status: "staged", next_part: null });
      // Nothing of it is in the sandbox before.
      expect(await exec("ls -A dir 2>&1")).toContain("No such file");
      const [first, second] = await Promise.all([complete(session), complete(session)]);
      CompletedSandboxUpload.strict().parse(first.body);
      expect(first.body).toMatchObject({ published_bytes: bytes.length, published_file_count: 1 });
      expect(second.body).toEqual(first.body);
      expect((await complete(session)).body).toEqual(first.body);
      expect(await exec("ls -A dir; stat -c %U:%a dir/a.bin; sha256sum dir/a.bin | cut -c1-64")).toBe(
        `a.bin\nroot:644\n${sha256(bytes)}\n`,
      );
      expect(await staged()).toEqual([]);
      expect((await put(session, bytes, 0)).body.error_detail).toMatchObject({ reason: "upload_already_completed" });
    },
  );

  withRuntime("refuses bytes that are not the declared ones, and what is missing", async () => {
    const bytes = randomBytes(9 * MiB);
    const session = await begin(bytes.length, { target_path: "/tmp/b" });
    const wrong = { [PART_SHA256_HEADER]: sha256(Buffer.from("other")) };
    const cut = bytes.subarray(0, session.part_size);
    expect((await call("PUT", `/${session.upload_id}/parts/0`, cut, wrong)).body.error_detail).toMatchObject({
      reason: "invalid_part_checksum",
    });
    await put(session, bytes, 0);
    expect((await complete(session)).body.error_detail).toMatchObject({ reason: "missing_parts" });
    await put(session, bytes, 1);
    const other = { whole_checksum_sha256: "0".repeat(64) };
    expect((await complete(session, other)).body.error_detail).toMatchObject({ reason: "whole_checksum_mismatch" });
    // Spoiled on the disk: found out, and sent again.
    const at = join(transfers.system.config.dataDirectory, "uploads", `session-${session.upload_id}`);
    await writeFile(at, Buffer.alloc(1, bytes[0] === 0 ? 1 : 0), { flag: "r+" });
    const declared = { whole_checksum_sha256: sha256(bytes) };
    expect((await complete(session, declared)).body.error_detail).toMatchObject({ details: { missing_parts: [0] } });
    await put(session, bytes, 0);
    expect((await complete(session, declared)).status).toBe(200);
    expect(await exec("sha256sum /tmp/b | cut -c1-64")).toBe(`${sha256(bytes)}\n`);
  });

  withRuntime("holds what stands at the target against the conflict, and goes elsewhere when told", async () => {
    await exec("mkdir -p taken/d; echo old > taken/f; chmod 600 taken/f");
    const refused = async (input: object) =>
      (await call("POST", "", { kind: "file", content_length: 3, ...input })).body.code;
    expect(await refused({ target_path: "taken/f", conflict: "error" })).toBe("file_conflict");
    expect(await refused({ target_path: "taken/d" })).toBe("file_conflict");
    expect(await refused({ target_path: "/" })).toBe("file_conflict");
    expect(await refused({ target_path: "/proc/sys/x" })).toBe("permission_denied");
    expect(await refused({ target_path: "shared/../fixed/x" })).toBe("volume_read_only");
    const session = await begin(3, { target_path: "taken/new", conflict: "error" });
    await put(session, Buffer.from("new"), 0);
    await exec("echo meanwhile > taken/new");
    expect((await complete(session)).body.error_detail).toMatchObject({ reason: "target_conflict" });
    const moved = await call("PATCH", `/${session.upload_id}`, { target_path: "taken/else" });
    expect(moved.body).toMatchObject({ target_path: "/workspace/taken/else", status: "staged" });
    expect((await complete(session)).status).toBe(200);
    const over = await begin(3, { target_path: "taken/f" });
    await put(over, Buffer.from("new"), 0);
    expect((await complete(over, { if_match: '"older"' })).body.code).toBe("precondition_failed");
    expect((await complete(over)).status).toBe(200);
    expect(await exec("cd taken; cat new else f; stat -c %a f; ls -A")).toBe("meanwhile\nnewnew600\nd\nelse\nf\nnew\n");
    await exec("ln -s ../shared/linked taken/link");
    const linked = await begin(1, { target_path: "taken/link" });
    await put(linked, Buffer.from("x"), 0);
    expect((await complete(linked)).status).toBe(200);
    expect(await exec("cat shared/linked; ls -A shared")).toBe("xlinked\n");
  });

  withRuntime("unpacks a directory, merges into one, replaces one, or refuses", async () => {
    const entries = [
      { name: "sub", type: "directory" as const, mode: 0o750 },
      { name: "sub/run.sh", mode: 0o755, content: "#!/bin/sh\n" },
      { name: "deep/er/file", content: "x".repeat(10_000) },
      { name: "sub/link", type: "symlink" as const, linkname: "../deep" },
    ];
    const { done } = await sendTar(entries, { target_path: "made/tree" });
    expect(done.body).toMatchObject({ published_bytes: 10_010, published_file_count: 3 });
    expect(await exec("cd made/tree; stat -c '%n %a %U' sub sub/run.sh deep; readlink sub/link; ls -A .. .")).toBe(
      "sub 750 root\nsub/run.sh 755 root\ndeep 755 root\n../deep\n.:\ndeep\nsub\n\n..:\ntree\n",
    );
    const merged = await sendTar([{ name: "sub/more", content: "2" }], { target_path: "made/tree" });
    expect(merged.done.status).toBe(200);
    expect(await exec("ls -A made/tree made/tree/sub")).toBe(
      "made/tree:\ndeep\nsub\n\nmade/tree/sub:\nlink\nmore\nrun.sh\n",
    );
    const clash = await sendTar(
      [
        { name: "0-first", content: "3" },
        { name: "sub", content: "a file now" },
      ],
      { target_path: "made/tree" },
    );
    expect(clash.done.body.error_detail).toMatchObject({ reason: "target_conflict", path: "/workspace/made/tree/sub" });
    await call("DELETE", `/${clash.session.upload_id}`);
    const tree = { kind: "directory_tar", content_length: 9, target_path: "made/tree", conflict: "error" };
    expect((await call("POST", "", tree)).body.code).toBe("file_conflict");
    const replaced = await sendTar([{ name: "only", content: "4" }], { target_path: "made/tree", conflict: "replace" });
    expect(replaced.done.status).toBe(200);
    expect(await exec("find made | sort")).toBe("made\nmade/tree\nmade/tree/only\n");
    const bad = await sendTar([{ name: "../up", content: "x" }], { target_path: "made/bad" });
    expect(bad.done.body.error_detail).toMatchObject({ reason: "directory_extract_invalid_path" });
    await call("DELETE", `/${bad.session.upload_id}`);
    expect(await exec("ls -A made")).toBe("tree\n");
    expect(await staged()).toEqual([]);
  });

  withRuntime("goes into a mounted volume, and never through a mount that lies below", async () => {
    expect((await sendTar([{ name: "in/a", content: "1" }], { target_path: "shared" })).done.status).toBe(200);
    expect(await exec("cat shared/in/a; ls -A shared")).toContain("1in\n");
    const through = [
      { name: "0-first", content: "1" },
      { name: "shared/in/a", content: "2" },
    ];
    const { session, done } = await sendTar(through, { target_path: "." });
    expect(done.body.error_detail).toMatchObject({ reason: "target_conflict" });
    await call("DELETE", `/${session.upload_id}`);
    expect(await exec("cat shared/in/a; ls 0-first 2>&1")).toContain("1ls: cannot access");
    // To replace a directory would remove what the volume mounted in it holds.
    await exec("mkdir -p around");
    const attached = await ask("POST", `/v1/sandboxes/${sandbox}/volumes`, {
      ref: volume,
      mount_path: "/workspace/around/mount",
    });
    expect(attached.status).toBe(201);
    const over = await sendTar([{ name: "a", content: "2" }], { target_path: "around", conflict: "replace" });
    expect(over.done.body.error_detail).toMatchObject({ reason: "target_conflict" });
    await call("DELETE", `/${over.session.upload_id}`);
    expect(await exec("cat around/mount/in/a; ls -A around")).toBe("1mount\n");
  });

  withRuntime("waits while its sandbox is paused, and ends with it when that is destroyed", async () => {
    const id = await makeSandbox();
    const bytes = randomBytes(100);
    const session = await begin(bytes.length, { target_path: "a" }, id);
    const other = await begin(bytes.length, { target_path: "b" }, id);
    expect((await ask("POST", `/v1/sandboxes/${id}/pause`)).status).toBe(200);
    expect((await put(session, bytes, 0, id)).status).toBe(200);
    expect((await complete(session, {}, id)).body).toMatchObject({ code: "sandbox_not_ready" });
    expect((await call("GET", `/${session.upload_id}`, undefined, {}, id)).body).toMatchObject({ status: "staged" });
    const asked = { kind: "file", content_length: 1, target_path: "c" };
    expect((await call("POST", "", asked, {}, id)).body.code).toBe("sandbox_not_ready");
    await ask("POST", `/v1/sandboxes/${id}/resume`);
    expect((await complete(session, {}, id)).status).toBe(200);
    expect(await exec("wc -c < a", id)).toBe("100\n");
    expect(await staged()).toEqual([`session-${other.upload_id}`]);
    await ask("DELETE", `/v1/sandboxes/${id}`);
    expect(await staged()).toEqual([]);
    expect((await call("GET", `/${other.upload_id}`, undefined, {}, id)).body).toMatchObject({
      status: "aborted",
      reserved_staging_bytes: 0,
    });
    expect((await put(other, bytes, 0, id)).body.error_detail).toMatchObject({ reason: "upload_aborted" });
    expect((await complete(other, {}, id)).body.error_detail).toMatchObject({ reason: "upload_aborted" });
    expect((await call("POST", "", asked, {}, id)).body.code).toBe("sandbox_not_ready");
  });

  withRuntime("is published once or not at all, whoever aborts it or destroys its sandbox meanwhile", async () => {
    const bytes = randomBytes(9 * MiB);
    for (let round = 0; round < 4; round++) {
      const session = await begin(bytes.length, { target_path: `race/${round}` });
      for (const number of [0, 1]) await put(session, bytes, number);
      const [done, aborted] = await Promise.all([complete(session), call("DELETE", `/${session.upload_id}`)]);
      const { body } = await call<SandboxUploadSession>("GET", `/${session.upload_id}`);
      if (body.status === "completed") expect(done.status).toBe(200);
      else {
        expect([aborted.status, body.status]).toEqual([204, "aborted"]);
        expect(["file_upload_error", "upload_conflict"]).toContain(done.body.code);
      }
      const there = body.status === "completed" ? `${bytes.length}\n` : "";
      expect(await exec(`stat -c %s race/${round} 2>/dev/null`)).toBe(there);
    }
    for (let round = 0; round < 3; round++) {
      const id = await makeSandbox();
      const session = await begin(bytes.length, { target_path: "a" }, id);
      for (const number of [0, 1]) await put(session, bytes, number, id);
      const [done, gone] = await Promise.all([complete(session, {}, id), ask("DELETE", `/v1/sandboxes/${id}`)]);
      expect(gone.status).toBe(200);
      const { body } = await call<SandboxUploadSession>("GET", `/${session.upload_id}`, undefined, {}, id);
      if (done.status === 200) expect(body.status).toBe("completed");
      else expect([body.status, done.body.code]).toEqual(["aborted", "sandbox_not_ready"]);
    }
    expect(await staged()).toEqual([]);
    expect(await exec("ls -A race | grep -c nullspace")).toBe("0\n");
  });

  withRuntime("knows its own files again when it was cut down between the move and the commit", async () => {
    const { member } = transfers.team;
    const cut: Context = {
      ...member,
      transaction: (act) =>
        member.transaction(async (tx) => {
          await act(tx);
          throw new Error("cut");
        }),
    };
    const root = sandboxRoot(SandboxId.parse(sandbox));
    const tar = await tarOf([{ name: "a", content: "1" }]);
    for (const [kind, bytes] of [
      ["file", Buffer.from("whole")],
      ["directory_tar", tar],
    ] as const) {
      const target_path = `cut/${kind}`;
      const session = await begin(bytes.length, { kind, target_path, conflict: "error" });
      await put(session, bytes, 0);
      await expect(completeUpload(cut, root, session.upload_id, {})).rejects.toThrow("cut");
      expect(await exec(`ls ${target_path}`)).not.toBe("");
      const before = await exec(`stat -c %i ${target_path}`);
      const { status, body } = await complete(session);
      expect([status, body]).toMatchObject([
        200,
        { published_bytes: kind === "file" ? 5 : 1, published_file_count: 1 },
      ]);
      expect(await exec(`stat -c %i ${target_path}`)).toBe(before);
      // Of somebody else it is still a conflict.
      const other = await call("POST", "", { kind, target_path, conflict: "error", content_length: bytes.length });
      expect(other.body.code).toBe("file_conflict");
    }
    expect(await staged()).toEqual([]);
    expect(await exec("cat cut/file cut/directory_tar/a; ls -A cut")).toBe("whole1directory_tar\nfile\n");
  });

  withRuntime("is counted, expires, and its bytes go; a start removes what belongs to none", async () => {
    const session = await begin(120 * MiB, { target_path: "big" });
    const asked = { kind: "file", content_length: 120 * MiB, target_path: "/x" };
    const intoVolume = await ask("POST", `/v1/volumes/${volume}/uploads`, asked);
    expect(intoVolume.body).toMatchObject({ details: { reason: "insufficient_staging_space" } });
    const { queries } = transfers.system.database;
    await queries
      .update(uploads)
      .set({ expiresAt: sql`now() - interval '1 second'` })
      .where(eq(uploads.id, session.upload_id));
    await endExpiredUploads(transfers.system);
    expect((await call("GET", `/${session.upload_id}`)).body).toMatchObject({ status: "expired" });
    expect(await staged()).toEqual([]);
    const kept = await begin(5, { target_path: "kept" });
    const directory = join(transfers.system.config.dataDirectory, "uploads");
    await writeFile(join(directory, "session-up_00000000"), "left");
    if (transfers.system.config.databaseUrl === undefined) {
      await repairHostStaging(transfers.system);
      expect(await staged()).toEqual([`session-${kept.upload_id}`]);
    }
    await call("DELETE", `/${kept.upload_id}`);
  });

  withRuntime("takes parts and its completion by a grant, for this upload alone", async () => {
    const bytes = randomBytes(100);
    const session = await begin(bytes.length, { target_path: "granted" });
    const { body } = await call("POST", `/${session.upload_id}/grant`);
    const grant = SandboxPartGrant.strict().parse(body);
    const send = (url: string) =>
      fetch(url, { method: "PUT", body: bytes, headers: { [PART_SHA256_HEADER]: sha256(bytes) } });
    expect(await (await send(`${grant.url}&number=0`)).json()).toMatchObject({ next_part: null });
    const other = await begin(1, { target_path: "other" });
    expect((await send(`${grant.url.replace(session.upload_id, other.upload_id)}&number=0`)).status).toBe(403);
    expect((await send(grant.url.replace(/uploads.*\?/, "file?"))).status).toBe(403);
    const done = await fetch(grant.completion_url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(await done.json()).toMatchObject({ published_bytes: 100 });
    expect(await exec("sha256sum granted | cut -c1-64")).toBe(`${sha256(bytes)}\n`);
    const list = await call<{ uploads: SandboxUploadSession[] }>("GET", "?mine=true");
    expect(list.body.uploads.map(({ upload_id }) => upload_id)).toEqual([other.upload_id]);
  });

  withRuntime("is for who may write, in their own team", async () => {
    const session = await begin(1, { target_path: "mine" });
    const as = (key: string) => ({ authorization: `Bearer ${key}` });
    const asked = { kind: "file", target_path: "again", content_length: 1 };
    expect((await call("POST", "", asked, as(transfers.team.keys.read))).status).toBe(403);
    const others = await createTestTeam(transfers.system);
    const theirs = as(others.keys.write);
    expect((await call("POST", "", asked, theirs)).body.code).toBe("sandbox_not_found");
    expect((await call("GET", `/${session.upload_id}`, undefined, theirs)).body.code).toBe("upload_not_found");
    const wrong = await ask("GET", `/v1/volumes/${volume}/uploads/${session.upload_id}`);
    expect(wrong.body.code).toBe("upload_not_found");
    const key = { "idempotency-key": randomBytes(8).toString("hex") };
    const [first, second] = await Promise.all([call("POST", "", asked, key), call("POST", "", asked, key)]);
    expect([first.status, second.body]).toEqual([200, first.body]);
  });
});
