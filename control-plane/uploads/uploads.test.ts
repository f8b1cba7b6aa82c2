import { createHash, randomBytes } from "node:crypto";
import { lstatSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CompletedUpload, PART_SHA256_HEADER, UploadSession } from "#lib/api/uploads.ts";
import { uploads } from "../db/schema.ts";
import { repairVolume } from "../storage/repair-volume.ts";
import { createTestVolume, type TestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { openTransfers, type Transfers } from "../testing/open-transfers.ts";
import { type TarEntry, tarOf } from "../testing/tar-of.ts";
import { endExpiredUploads } from "./end-expired-uploads.ts";

const MiB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe.skipIf(databaseMissing() !== null)("resumable uploads", () => {
  let transfers: Transfers;
  let volume: TestVolume;
  beforeAll(async () => {
    transfers = await openTransfers({ stagingQuotaBytes: 200 * MiB });
  });
  afterAll(() => transfers.close());
  beforeEach(async () => {
    volume = await createTestVolume(transfers.system, transfers.team);
  });

  type Body = { code?: string; details?: Record<string, unknown>; error_detail?: Record<string, unknown> };
  async function call<T = Body>(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
    const raw = body instanceof Uint8Array;
    const response = await fetch(`${transfers.url}/v1/volumes/${volume.id}/uploads${path}`, {
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
  async function begin(bytes: number, input: object = {}): Promise<UploadSession> {
    const asked = { kind: "file", target_path: "/dir/a.bin", content_length: bytes, metadata: {}, ...input };
    const { status, body } = await call<{ session: unknown }>("POST", "", asked);
    expect(status, JSON.stringify(body)).toBe(200);
    return UploadSession.strict().parse(body.session);
  }
  const partOf = (session: UploadSession, bytes: Uint8Array, number: number) =>
    bytes.subarray(number * session.part_size, (number + 1) * session.part_size);
  const put = (session: UploadSession, bytes: Uint8Array, number: number, more: Record<string, string> = {}) =>
    call<UploadSession & Body>("PUT", `/${session.upload_id}/parts/${number}`, partOf(session, bytes, number), more);
  const complete = (session: UploadSession, body?: object) =>
    call<CompletedUpload & Body>("POST", `/${session.upload_id}/complete`, body);
  const read = (path: string) => readFile(join(volume.data, path));
  async function sendTar(entries: readonly TarEntry[], input: object = {}) {
    const tar = await tarOf(entries);
    const session = await begin(tar.length, {
      kind: "directory_tar",
      source_kind: "directory_archive",
      archive_format: "tar",
      target_path: "/d",
      whole_checksum_sha256: sha256(tar),
      ...input,
    });
    expect((await put(session, tar, 0)).status).toBe(200);
    return { session, done: await complete(session) };
  }
  const settled = async () => {
    expect(volume.staging()).toEqual([]);
    expect(await volume.usage()).toEqual(volume.measured());
  };

  it("takes parts in any order, at once and repeated, and publishes the file whole; asked again it answers the same", async () => {
    const bytes = randomBytes(20 * MiB + 17);
    const session = await begin(bytes.length, { whole_checksum_sha256: sha256(bytes) });
    expect(session).toMatchObject({
      part_size: 8 * MiB,
      part_count: 3,
      next_part: 0,
      status: "created",
      accepted_bytes: 0,
      reserved_staging_bytes: bytes.length,
      conflict: "merge",
      archive_format: null,
    });
    const checked = { [PART_SHA256_HEADER]: sha256(partOf(session, bytes, 2)) };
    expect((await put(session, bytes, 2, checked)).body).toMatchObject({ next_part: 0, status: "uploading" });
    expect((await put(session, bytes, 2, checked)).status).toBe(200);
    await Promise.all([put(session, bytes, 0), put(session, bytes, 1)]);
    const repeated = (await put(session, bytes, 1)).body;
    expect(repeated).toMatchObject({ next_part: null, status: "staged", accepted_bytes: bytes.length });
    const status = await call("GET", `/${session.upload_id}`);
    expect(status.body).toMatchObject({ upload_id: session.upload_id, status: "staged" });
    expect(readdirSync(volume.data)).toEqual([]);

    const [first, second] = await Promise.all([complete(session), complete(session)]);
    expect(first.body).toMatchObject({ published_bytes: bytes.length, published_file_count: 1 });
    expect(first.body.session).toMatchObject({ status: "completed", next_part: null, reserved_staging_bytes: 0 });
    expect(second.body).toEqual(first.body);
    expect((await complete(session)).body).toEqual(first.body);
    expect(sha256(await read("dir/a.bin"))).toBe(sha256(bytes));
    expect(statSync(join(volume.data, "dir/a.bin")).mode & 0o777).toBe(0o644);
    expect((await put(session, bytes, 0)).body.error_detail).toMatchObject({ reason: "upload_already_completed" });
    await settled();
  });

  it("answers the same session to the same request, and refuses the key for another", async () => {
    const asked = { kind: "file", target_path: "/a", content_length: 5 };
    const key = { "idempotency-key": randomBytes(8).toString("hex") };
    const [first, second] = await Promise.all([call("POST", "", asked, key), call("POST", "", asked, key)]);
    expect(second.body).toEqual(first.body);
    expect((await call("POST", "", { ...asked, content_length: 6 }, key)).body.code).toBe("conflict");
    expect(volume.staging()).toHaveLength(1);
  });

  it("takes a file of no bytes, as one part of none", async () => {
    const session = await begin(0);
    expect(session).toMatchObject({ part_count: 1, next_part: 0 });
    expect((await put(session, new Uint8Array(), 0)).body).toMatchObject({ next_part: null });
    expect((await complete(session)).status).toBe(200);
    expect(await read("dir/a.bin")).toHaveLength(0);
    await settled();
  });

  it("refuses in the official client's words", async () => {
    const bytes = randomBytes(9 * MiB);
    const session = await begin(bytes.length);
    const refusal = async (answer: Promise<{ status: number; body: Body }>) => {
      const { body } = await answer;
      expect(body.code).toBe("file_upload_error");
      expect(body.error_detail).toMatchObject({ upload_id: session.upload_id });
      // Another key here makes the official client lose the reason.
      const known = ["reason", "message", "retryable", "upload_id", "request_id", "path", "part_number", "details"];
      expect(Object.keys(body.error_detail ?? {}).filter((key) => !known.includes(key))).toEqual([]);
      return body.error_detail?.reason;
    };
    const part = (number: number, body: Uint8Array, more = {}) =>
      call("PUT", `/${session.upload_id}/parts/${number}`, body, more);
    expect(await refusal(part(2, bytes.subarray(0, 1)))).toBe("part_out_of_range");
    expect(await refusal(part(1, bytes.subarray(0, 1)))).toBe("part_size_mismatch");
    const wrong = { [PART_SHA256_HEADER]: sha256(Buffer.from("other")) };
    expect(await refusal(put(session, bytes, 1, wrong))).toBe("invalid_part_checksum");
    expect(await refusal(complete(session))).toBe("missing_parts");
    await put(session, bytes, 0);
    await put(session, bytes, 1);
    expect(await refusal(complete(session, { whole_checksum_sha256: "0".repeat(64) }))).toBe("whole_checksum_mismatch");
    expect((await complete(session, { whole_checksum_sha256: sha256(bytes) })).status).toBe(200);
    expect((await call("GET", "/up_0000000000000000")).body.code).toBe("upload_not_found");
  });

  it("holds what stands at the target against the conflict, when it begins and when it ends", async () => {
    await writeFile(join(volume.data, "a.txt"), "old");
    await mkdir(join(volume.data, "directory"));
    const asked = { kind: "file", content_length: 3 };
    const refused = async (input: object) => (await call("POST", "", { ...asked, ...input })).body.code;
    expect(await refused({ target_path: "/a.txt", conflict: "error" })).toBe("file_conflict");
    expect(await refused({ target_path: "/directory" })).toBe("file_conflict");
    expect(await refused({ target_path: "/" })).toBe("file_conflict");
    expect(await refused({ target_path: "relative" })).toBe("invalid_request");

    const session = await begin(3, { target_path: "/b.txt", conflict: "error" });
    await put(session, Buffer.from("new"), 0);
    await writeFile(join(volume.data, "b.txt"), "meanwhile");
    expect((await complete(session)).body.error_detail).toMatchObject({ reason: "target_conflict" });
    expect(await read("b.txt")).toEqual(Buffer.from("meanwhile"));
    expect((await call("GET", `/${session.upload_id}`)).body).toMatchObject({ status: "staged" });
    await chmod(join(volume.data, "b.txt"), 0o600);

    const over = await begin(3, { target_path: "/b.txt", conflict: "merge" });
    await put(over, Buffer.from("new"), 0);
    expect((await complete(over)).status).toBe(200);
    expect(await read("b.txt")).toEqual(Buffer.from("new"));
    expect(statSync(join(volume.data, "b.txt")).mode & 0o777).toBe(0o600);
  });

  it("goes on after a cut: the half part does not count, what was there still does", async () => {
    const bytes = randomBytes(20 * MiB);
    const session = await begin(bytes.length);
    await put(session, bytes, 0);
    await put(session, bytes, 1);
    // Sent again and cut in the middle: its place holds a bit of both now.
    await new Promise<void>((resolve) => {
      const outgoing = request(`${transfers.url}/v1/volumes/${volume.id}/uploads/${session.upload_id}/parts/1`, {
        method: "PUT",
        headers: {
          authorization: `Bearer ${transfers.team.keys.write}`,
          "content-type": "application/octet-stream",
          "content-length": session.part_size,
        },
      });
      outgoing.on("error", () => {}).on("close", () => resolve());
      outgoing.write(Buffer.alloc(3 * MiB), () => outgoing.destroy());
    });
    const next = async () => (await call<UploadSession>("GET", `/${session.upload_id}`)).body.next_part;
    await expect.poll(next).toBe(1);
    await repairVolume(transfers.system, { id: volume.id, teamId: transfers.team.id });
    await put(session, bytes, 1);
    await put(session, bytes, 2);
    expect((await complete(session)).status).toBe(200);
    expect(sha256(await read("dir/a.bin"))).toBe(sha256(bytes));
    await settled();
  });

  async function spoil(bytes: Buffer): Promise<void> {
    const home = join(transfers.system.config.dataDirectory, "volumes", volume.id, "staging");
    const [file] = volume.staging();
    await writeFile(join(home, file ?? ""), Buffer.of((bytes[0] ?? 0) ^ 1), { flag: "r+" });
  }
  const writerOf = async ({ upload_id: id }: UploadSession) => {
    const { queries } = transfers.system.database;
    return (await queries.select({ writer: uploads.writer }).from(uploads).where(eq(uploads.id, id)))[0]?.writer;
  };

  it("finds out by the declared checksum which bytes on the disk are not those that arrived", async () => {
    const bytes = randomBytes(9 * MiB);
    const session = await begin(bytes.length);
    await put(session, bytes, 0);
    await put(session, bytes, 1);
    await spoil(bytes);
    const declared = { whole_checksum_sha256: sha256(bytes) };
    const { body } = await complete(session, declared);
    expect(body.error_detail).toMatchObject({ reason: "missing_parts", details: { missing_parts: [0] } });
    await put(session, bytes, 0);
    const other = await complete(session, { whole_checksum_sha256: sha256(bytes.subarray(1)) });
    expect(other.body.error_detail).toMatchObject({ reason: "whole_checksum_mismatch" });
    expect((await complete(session, declared)).status).toBe(200);
    expect(sha256(await read("dir/a.bin"))).toBe(sha256(bytes));
  });

  it("reads all parts again when another process wrote some of them", async () => {
    const bytes = randomBytes(9 * MiB);
    const session = await begin(bytes.length);
    await put(session, bytes, 0);
    expect(await writerOf(session)).toEqual(expect.any(String));
    // As if another replica had begun it; two that write the same part at once leave a bit of both.
    const { queries } = transfers.system.database;
    await queries.update(uploads).set({ writer: "another" }).where(eq(uploads.id, session.upload_id));
    await put(session, bytes, 1);
    expect(await writerOf(session)).toBeNull();
    await spoil(bytes);
    const { body } = await complete(session);
    expect(body.error_detail).toMatchObject({ reason: "missing_parts", details: { missing_parts: [0] } });
    await put(session, bytes, 0);
    expect((await complete(session)).status).toBe(200);
    expect(sha256(await read("dir/a.bin"))).toBe(sha256(bytes));
  });

  it("is aborted or expires, and its room is free again", async () => {
    const reserve = (input: object = {}) =>
      call("POST", "", { kind: "file", target_path: "/x", content_length: 120 * MiB, ...input });
    const session = await begin(120 * MiB);
    const full = await reserve();
    expect(full.body).toMatchObject({ code: "file_upload_error", details: { reason: "insufficient_staging_space" } });
    expect((await call("DELETE", `/${session.upload_id}`)).status).toBe(204);
    expect((await call("DELETE", `/${session.upload_id}`)).status).toBe(204);
    expect((await complete(session)).body.error_detail).toMatchObject({ reason: "upload_aborted" });
    expect(volume.staging()).toEqual([]);

    const late = await begin(120 * MiB);
    const { queries } = transfers.system.database;
    await queries
      .update(uploads)
      .set({ expiresAt: sql`now() - interval '1 second'` })
      .where(eq(uploads.id, late.upload_id));
    expect((await put(late, new Uint8Array(8 * MiB), 0)).body.error_detail).toMatchObject({ reason: "upload_expired" });
    await endExpiredUploads(transfers.system);
    expect((await call("GET", `/${late.upload_id}`)).body).toMatchObject({ status: "expired" });
    expect(volume.staging()).toEqual([]);
    const last = await begin(120 * MiB);
    await call("DELETE", `/${last.upload_id}`);
    await queries
      .update(uploads)
      .set({ updatedAt: sql`now() - interval '2 days'` })
      .where(eq(uploads.id, last.upload_id));
    await endExpiredUploads(transfers.system);
    expect((await call("GET", `/${last.upload_id}`)).status).toBe(404);
  });

  it("refuses what cannot fit before a byte is sent, and what does not fit any more at the end", async () => {
    await volume.limit({ maxSizeBytes: MiB });
    const asked = { kind: "file", target_path: "/a", content_length: 2 * MiB };
    expect((await call("POST", "", asked)).body.code).toBe("volume_quota_exceeded");
    const session = await begin(512 * 1024, { target_path: "/a" });
    await put(session, new Uint8Array(512 * 1024).fill(1), 0);
    await volume.limit({ maxSizeBytes: 4096 });
    expect((await complete(session)).body.code).toBe("volume_quota_exceeded");
    await volume.limit({ maxSizeBytes: MiB });
    expect((await complete(session)).status).toBe(200);
    await settled();
  });

  it("takes parts by a grant, from a page of the dashboard that has no credential", async () => {
    const bytes = randomBytes(100);
    const session = await begin(bytes.length);
    const { body } = await call<{ url: string; method: string }>("POST", `/${session.upload_id}/grant`);
    const [origin = ""] = transfers.system.config.dashboardOrigins;
    const asked = await fetch(body.url, { method: "OPTIONS", headers: { origin } });
    expect(asked.headers.get("access-control-allow-headers")?.toLowerCase()).toContain(PART_SHA256_HEADER);
    const send = (url: string) =>
      fetch(url, { method: "PUT", body: bytes, headers: { origin, [PART_SHA256_HEADER]: sha256(bytes) } });
    const sent = await send(`${body.url}&number=0`);
    expect(sent.headers.get("access-control-allow-origin")).toBe(origin);
    expect(await sent.json()).toMatchObject({ next_part: null });
    expect((await send(`${body.url}&number=x`)).status).toBe(400);
    const other = await begin(1, { target_path: "/other" });
    expect((await send(`${body.url.replace(session.upload_id, other.upload_id)}&number=0`)).status).toBe(403);
    expect((await send(`${body.url.replace(/uploads.*\?/, "file?")}`)).status).toBe(403);
    expect((await complete(session)).status).toBe(200);
  });

  it("is for who may write, in their own team", async () => {
    const as = (key: string) => ({ authorization: `Bearer ${key}` });
    const asked = { kind: "file", target_path: "/a", content_length: 1 };
    expect((await call("POST", "", asked, as(transfers.team.keys.read))).status).toBe(403);
    const other = await createTestVolume(transfers.system, transfers.team);
    const session = await begin(1);
    volume = other;
    expect((await call("GET", `/${session.upload_id}`)).body.code).toBe("upload_not_found");
  });

  it("unpacks a directory and makes it appear whole, with modes and links", async () => {
    const { done } = await sendTar(
      [
        { name: "sub", type: "directory", mode: 0o750 },
        { name: "sub/run.sh", mode: 0o755, content: "#!/bin/sh\n" },
        { name: "./plain.txt", mode: 0o640, content: "plain" },
        { name: "deep/er/file", content: "x".repeat(10_000) },
        { name: "sub/link", type: "symlink", linkname: "../plain.txt" },
      ],
      { target_path: "/new/d" },
    );
    expect(done.body).toMatchObject({
      published_bytes: 10_015,
      published_file_count: 4,
      session: { status: "completed" },
    });
    const at = (path: string) => join(volume.data, "new/d", path);
    expect(lstatSync(at("sub")).mode & 0o777).toBe(0o750);
    expect(lstatSync(at("sub/run.sh")).mode & 0o777).toBe(0o755);
    expect(await read("new/d/plain.txt")).toEqual(Buffer.from("plain"));
    expect(readlinkSync(at("sub/link"))).toBe("../plain.txt");
    expect((await volume.story()).map(({ type }) => type)).toEqual([
      "volume.created",
      "file.directory_made",
      "file.unpacked",
      "file.changed",
    ]);
    await settled();
  });

  it("merges into a directory, replaces it, or refuses, as it is told", async () => {
    await sendTar([
      { name: "a", content: "1" },
      { name: "s/b", content: "1" },
    ]);
    const refused = await call("POST", "", {
      kind: "directory_tar",
      target_path: "/d",
      content_length: 9,
      conflict: "error",
    });
    expect(refused.body.code).toBe("file_conflict");
    const merged = await sendTar([
      { name: "s/b", content: "22" },
      { name: "s/c", content: "2" },
      { name: "a", content: "2" },
    ]);
    expect(merged.done.status).toBe(200);
    expect([await read("d/a"), await read("d/s/b"), await read("d/s/c")].map(String)).toEqual(["2", "22", "2"]);
    await settled();
    const clash = await sendTar([
      { name: "0-first", content: "3" },
      { name: "s", content: "a file now" },
    ]);
    expect(clash.done.body.error_detail).toMatchObject({ reason: "target_conflict", path: "/d/s" });
    expect(readdirSync(join(volume.data, "d")).toSorted()).toEqual(["a", "s"]);
    await call("DELETE", `/${clash.session.upload_id}`);
    await sendTar([{ name: "only", content: "4" }], { conflict: "replace" });
    expect(readdirSync(join(volume.data, "d"))).toEqual(["only"]);
    await sendTar(
      [
        { name: "d/more", content: "5" },
        { name: "e", content: "5" },
      ],
      { target_path: "/" },
    );
    expect(readdirSync(join(volume.data, "d")).toSorted()).toEqual(["more", "only"]);
    expect(await read("e")).toEqual(Buffer.from("5"));
    await settled();
  });

  it("lets nothing out of an archive: no path, no link, no special file; and makes nothing of what it refuses", async () => {
    const outside = join(transfers.system.config.dataDirectory, "outside-of-archives");
    await mkdir(outside, { recursive: true });
    await symlink(outside, join(volume.data, "way-out"));
    const reasonOf = async (entries: TarEntry[]) => {
      const { session, done } = await sendTar(entries);
      await call("DELETE", `/${session.upload_id}`);
      return done.body.error_detail?.reason;
    };
    const path = "directory_extract_invalid_path";
    const link = "directory_extract_invalid_symlink";
    const special = "directory_extract_unsupported_entry";
    expect(await reasonOf([{ name: "/absolute", content: "x" }])).toBe(path);
    expect(await reasonOf([{ name: "a/../../up", content: "x" }])).toBe(path);
    expect(await reasonOf([{ name: "x".repeat(300), content: "x" }])).toBe(path);
    expect(
      await reasonOf([
        { name: "a", content: "x" },
        { name: "a/b", content: "x" },
      ]),
    ).toBe(path);
    expect(await reasonOf([{ name: "l", type: "symlink", linkname: "/etc" }])).toBe(link);
    expect(await reasonOf([{ name: "l", type: "symlink", linkname: "../way-out" }])).toBe(link);
    expect(
      await reasonOf([
        { name: "s", type: "directory" },
        { name: "l", type: "symlink", linkname: "s" },
        { name: "l/in", content: "x" },
      ]),
    ).toBe(path);
    expect(await reasonOf([{ name: "f", type: "fifo" }])).toBe(special);
    expect(
      await reasonOf([
        { name: "h", content: "x" },
        { name: "hard", type: "link", linkname: "h" },
      ]),
    ).toBe(special);
    expect(await reasonOf([{ name: "dev", type: "character-device", devmajor: 1, devminor: 3 }])).toBe(special);
    const noise = randomBytes(4096);
    const session = await begin(noise.length, { kind: "directory_tar", target_path: "/d" });
    await put(session, noise, 0);
    expect((await complete(session)).body.error_detail).toMatchObject({ reason: path });
    await call("DELETE", `/${session.upload_id}`);
    expect(readdirSync(volume.data)).toEqual(["way-out"]);
    expect(readdirSync(outside)).toEqual([]);
    expect(volume.staging()).toEqual([]);
  });

  it("follows the volume's own links to the target, never out of it", async () => {
    await mkdir(join(volume.data, "real"));
    await symlink("real", join(volume.data, "d"));
    await symlink("/etc", join(volume.data, "etc-link"));
    expect((await sendTar([{ name: "a", content: "1" }])).done.status).toBe(200);
    expect(await read("real/a")).toEqual(Buffer.from("1"));
    await sendTar([{ name: "a", content: "1" }], { target_path: "/etc-link/x" });
    expect(() => lstatSync("/etc/x/a")).toThrow();
  });

  it("refuses an archive that would pass the cap or the number of files, before it unpacks", async () => {
    await volume.limit({ maxSizeBytes: 64 * 1024 });
    const many = Array.from({ length: 40 }, (_, i) => ({ name: `f${i}`, content: "x" }));
    const { session, done } = await sendTar(many);
    expect(done.body.code).toBe("volume_quota_exceeded");
    await volume.limit({ maxSizeBytes: MiB, maxFileCount: 10 });
    expect((await complete(session)).body.code).toBe("volume_quota_exceeded");
    await volume.limit({ maxSizeBytes: MiB, maxFileCount: 100 });
    expect((await complete(session)).status).toBe(200);
    await settled();
  });
});
