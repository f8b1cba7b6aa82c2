import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ErrorBody } from "#lib/api/error-body.ts";
import type { PublishedFile } from "#lib/api/transfers.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { openTransfers, type TestVolume, type Transfers } from "../testing/open-transfers.ts";
import { getVolume } from "../volumes/get-volume.ts";

/** A busy machine may take its time; what is waited for comes or does not. */
const PATIENT = { timeout: 30_000 };

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
const put = (url: string, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(url, { method: "PUT", body, headers });
/** The code of a refusal. */
const codeOf = async (response: Response) => ((await response.json()) as ErrorBody).code;

/** A PUT that is sent by hand, so that it can be slow, wrong or cut. */
function begin(url: string, headers: Record<string, string | number> = {}): ClientRequest {
  const outgoing = request(url, { method: "PUT", headers });
  outgoing.on("error", () => {});
  return outgoing;
}

async function answerOf(outgoing: ClientRequest): Promise<{ status: number; body: ErrorBody & PublishedFile }> {
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  return { status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) };
}

describe.skipIf(databaseMissing() !== null)("an upload grant", () => {
  let transfers: Transfers;
  let volume: TestVolume;
  beforeAll(async () => {
    transfers = await openTransfers();
  });
  afterAll(() => transfers.close());
  beforeEach(async () => {
    volume = await transfers.makeVolume();
  });
  const contentOf = (name: string) => readFile(join(volume.data, name), "utf8");

  it("publishes the bytes and says what they are", async () => {
    const bytes = randomBytes(3 * 1024 * 1024 + 7);
    const url = await volume.upload({
      path: "/new/a.bin",
      content_length: bytes.length,
      checksum_sha256: sha256(bytes),
    });
    const response = await put(url, bytes);
    expect(response.status).toBe(200);
    const published = (await response.json()) as PublishedFile;
    expect(published).toMatchObject({ path: "/new/a.bin", size: bytes.length, checksum_sha256: sha256(bytes) });
    expect(response.headers.get("etag")).toBe(published.etag);
    expect((await readFile(join(volume.data, "new/a.bin"))).equals(bytes)).toBe(true);
    expect(await volume.staged()).toEqual([]);
  });

  it("takes a body of unknown length, as the official client sends it", async () => {
    const outgoing = begin(await volume.upload({ path: "/a.txt" }), { "transfer-encoding": "chunked" });
    outgoing.write("he");
    outgoing.end("llo");
    expect((await answerOf(outgoing)).status).toBe(200);
    expect(await contentOf("a.txt")).toBe("hello");
  });

  it("takes an empty file", async () => {
    const response = await put(await volume.upload({ path: "/empty", content_length: 0 }), "");
    expect(response.status).toBe(200);
    expect((await stat(join(volume.data, "empty"))).size).toBe(0);
  });

  it("takes the part `file` of a form", async () => {
    const form = new FormData();
    form.append("note", "ignored");
    form.append("file", new Blob(["from a form"]), "other-name.txt");
    const response = await fetch(await volume.upload({ path: "/form.txt", content_length: 11 }), {
      method: "POST",
      body: form,
    });
    expect(response.status).toBe(200);
    expect(await contentOf("form.txt")).toBe("from a form");
  });

  it.each([
    ["without that part", () => ({ body: new URLSearchParams() as BodyInit, type: "multipart/form-data; boundary=x" })],
    ["that is no form", () => ({ body: "hello" as BodyInit, type: "text/plain" })],
    [
      "that is cut in the middle of the file",
      () => ({
        body: '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhalf' as BodyInit,
        type: "multipart/form-data; boundary=x",
      }),
    ],
    [
      "with the file under another name",
      () => ({
        body: '--x\r\ncontent-disposition: form-data; name="upload"; filename="a"\r\n\r\nhi\r\n--x--\r\n' as BodyInit,
        type: "multipart/form-data; boundary=x",
      }),
    ],
  ])("refuses a form %s", async (_, make) => {
    const { body, type } = make();
    const url = await volume.upload({ path: "/form.txt" });
    const response = await fetch(url, { method: "POST", body, headers: { "content-type": type } });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(["invalid_request", "length_mismatch"]).toContain(await codeOf(response));
    expect(await volume.staged()).toEqual([]);
    await expect(contentOf("form.txt")).rejects.toThrow("ENOENT");
  });

  it("survives a form that is cut anywhere", async () => {
    const url = await volume.upload({ path: "/form.txt" });
    const part = (names: string, content: string) =>
      `--x\r\ncontent-disposition: form-data; ${names}\r\n\r\n${content}\r\n`;
    const whole = `${part('name="n"', "v")}${part('name="file"; filename="a"', "content")}--x--`;
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    for (let length = 0; length < whole.length - 2; length += 3) {
      const response = await fetch(url, { method: "POST", body: whole.slice(0, length), headers });
      expect(response.status).toBeGreaterThanOrEqual(400);
      await response.arrayBuffer();
    }
    expect((await fetch(url, { method: "POST", body: whole, headers })).status).toBe(200);
  });

  describe("over a file that stands there", () => {
    beforeEach(async () => {
      await writeFile(join(volume.data, "a.txt"), "old");
    });
    const untouched = async () => {
      expect(await contentOf("a.txt")).toBe("old");
      expect(await volume.staged()).toEqual([]);
    };

    it("keeps its mode and owner", async () => {
      await chmod(join(volume.data, "a.txt"), 0o640);
      await put(await volume.upload({ path: "/a.txt" }), "new");
      expect(await contentOf("a.txt")).toBe("new");
      expect((await stat(join(volume.data, "a.txt"))).mode & 0o777).toBe(0o640);
    });

    it("refuses more bytes than declared, by the announced length", async () => {
      const response = await put(await volume.upload({ path: "/a.txt", content_length: 3 }), "four");
      expect([response.status, await codeOf(response)]).toEqual([413, "file_upload_limit_exceeded"]);
      await untouched();
    });

    it("stops at once when more bytes come than declared", async () => {
      const outgoing = begin(await volume.upload({ path: "/a.txt", content_length: 3 }), {
        "transfer-encoding": "chunked",
      });
      // Never ended: only a server that does not wait for the end can answer.
      outgoing.write("x".repeat(100_000));
      const { status, body } = await answerOf(outgoing);
      outgoing.destroy();
      expect([status, body.code]).toEqual([413, "file_upload_limit_exceeded"]);
      await untouched();
    });

    it.each([
      ["announced", {}],
      ["found at the end", { "transfer-encoding": "chunked" }],
    ])("refuses fewer bytes than declared, %s", async (_, headers) => {
      const outgoing = begin(await volume.upload({ path: "/a.txt", content_length: 6 }), headers);
      outgoing.end("five!");
      const { status, body } = await answerOf(outgoing);
      expect([status, body.code]).toEqual([422, "length_mismatch"]);
      await untouched();
    });

    it("refuses another checksum than declared", async () => {
      const response = await put(await volume.upload({ path: "/a.txt", checksum_sha256: sha256("new") }), "neW");
      expect([response.status, await codeOf(response)]).toEqual([422, "checksum_mismatch"]);
      await untouched();
    });

    it("leaves nothing of a connection that is cut", async () => {
      const outgoing = begin(await volume.upload({ path: "/a.txt" }), { "content-length": 1_000_000 });
      outgoing.write("x".repeat(100_000));
      await expect.poll(() => volume.staged(), PATIENT).toHaveLength(1);
      outgoing.destroy();
      await expect.poll(() => volume.staged(), PATIENT).toEqual([]);
      await untouched();
    });

    it("refuses a second attempt while one is under way, and lets the first one end", async () => {
      const url = await volume.upload({ path: "/a.txt" });
      const first = begin(url, { "content-length": 5 });
      first.write("fi");
      await expect.poll(() => volume.staged(), PATIENT).toHaveLength(1);
      const second = await put(url, "2nd");
      expect([second.status, await codeOf(second)]).toEqual([409, "upload_conflict"]);
      first.end("rst");
      expect((await answerOf(first)).status).toBe(200);
      expect(await contentOf("a.txt")).toBe("first");
    });

    it("lets another attempt in once the first one is cut", async () => {
      const url = await volume.upload({ path: "/a.txt" });
      const first = begin(url, { "content-length": 5 });
      first.write("fi");
      await expect.poll(() => volume.staged(), PATIENT).toHaveLength(1);
      first.destroy();
      await vi.waitFor(async () => expect((await put(url, "again")).status).toBe(200), PATIENT);
      expect(await contentOf("a.txt")).toBe("again");
    });

    it("answers the same request again with the first answer, and publishes nothing twice", async () => {
      const url = await volume.upload({ path: "/a.txt" });
      const first = (await (await put(url, "new")).json()) as PublishedFile;
      await writeFile(join(volume.data, "a.txt"), "changed since");
      const again = await put(url, "new");
      expect(again.status).toBe(200);
      expect(await again.json()).toEqual(first);
      expect(await contentOf("a.txt")).toBe("changed since");
    });

    it.each(["neW", "ne", "newer"])("refuses other bytes (%s) on a grant that is spent", async (bytes) => {
      const url = await volume.upload({ path: "/a.txt" });
      await put(url, "new");
      const again = await put(url, bytes);
      expect([again.status, await codeOf(again)]).toEqual([409, "upload_conflict"]);
      expect(await contentOf("a.txt")).toBe("new");
    });

    it("publishes over the version that was read, and no other", async () => {
      const { headers } = await put(await volume.upload({ path: "/a.txt" }), "mine");
      const etag = headers.get("etag") ?? "";
      const stale = '"stale"';
      const byGrant = await put(await volume.upload({ path: "/a.txt", if_match: stale }), "lost");
      expect(byGrant.status).toBe(412);
      const refusal = (await byGrant.json()) as ErrorBody;
      expect(refusal).toMatchObject({ code: "precondition_failed", details: { etag } });
      expect((await put(await volume.upload({ path: "/a.txt" }), "lost", { "if-match": stale })).status).toBe(412);
      expect((await put(await volume.upload({ path: "/a.txt", if_none_match: "*" }), "lost")).status).toBe(412);
      expect(await contentOf("a.txt")).toBe("mine");
      expect((await put(await volume.upload({ path: "/a.txt" }), "next", { "if-match": etag })).status).toBe(200);
    });
  });

  it("refuses a directory's path and the root", async () => {
    await mkdir(join(volume.data, "d"));
    const response = await put(await volume.upload({ path: "/d" }), "x");
    expect([response.status, await codeOf(response)]).toEqual([409, "file_conflict"]);
    await expect(volume.upload({ path: "/" })).rejects.toMatchObject({ code: "file_conflict" });
  });

  it("writes through no link that leads outside", async () => {
    const outside = join(transfers.system.config.dataDirectory, "outside");
    await mkdir(outside, { recursive: true });
    await symlink(outside, join(volume.data, "out"));
    await put(await volume.upload({ path: "/out/a.txt" }), "x");
    await expect(stat(join(outside, "a.txt"))).rejects.toThrow("ENOENT");
  });

  it("publishes names outside UTF-8 under their own bytes", async () => {
    await put(await volume.upload({ path: "/\u{FFFD}%FF%0A" }), "x");
    const name = Buffer.concat([Buffer.from(`${volume.data}/`), Buffer.from([0xff, 0x0a])]);
    expect(await readFile(name, "utf8")).toBe("x");
  });

  it("counts what it published", async () => {
    await put(await volume.upload({ path: "/a.bin" }), randomBytes(100_000));
    const { used_bytes, inode_count } = await getVolume(transfers.team.viewer, volume.id, { actions: false });
    expect([used_bytes, inode_count]).toEqual([102_400, 1]);
  });
});

describe.skipIf(databaseMissing() !== null)("an upload that does not fit", () => {
  let transfers: Transfers;
  beforeAll(async () => {
    transfers = await openTransfers({ volumeCapBytes: 100_000 });
  });
  afterAll(() => transfers.close());

  const quota = { code: "volume_quota_exceeded" };

  it("gets no grant when its size is declared", async () => {
    const volume = await transfers.makeVolume();
    await expect(volume.upload({ path: "/a", content_length: 100_001 })).rejects.toMatchObject({
      ...quota,
      details: { used_bytes: 0, cap_bytes: 100_000, missing_bytes: 1 },
    });
  });

  it("is refused before its bytes are read, and while they come when their number is not known", async () => {
    const volume = await transfers.makeVolume();
    await writeFile(join(volume.data, "a"), "old");
    const announced = begin(await volume.upload({ path: "/a" }), { "content-length": 100_001 + 4096 });
    announced.flushHeaders();
    expect((await answerOf(announced)).body).toMatchObject(quota);
    announced.destroy();
    const unknown = begin(await volume.upload({ path: "/a" }), { "transfer-encoding": "chunked" });
    unknown.write("x".repeat(200_000));
    const { status, body } = await answerOf(unknown);
    unknown.destroy();
    expect(status).toBe(409);
    expect(body).toMatchObject({ ...quota, details: { cap_bytes: 100_000 } });
    expect(await volume.staged()).toEqual([]);
    expect(await readFile(join(volume.data, "a"), "utf8")).toBe("old");
  });

  it("fits when it replaces a file that was as large", async () => {
    const volume = await transfers.makeVolume();
    const bytes = randomBytes(90_000);
    expect((await put(await volume.upload({ path: "/a", content_length: 90_000 }), bytes)).status).toBe(200);
    expect((await put(await volume.upload({ path: "/a", content_length: 90_000 }), bytes)).status).toBe(200);
    await expect(volume.upload({ path: "/b", content_length: 90_000 })).rejects.toMatchObject(quota);
  });
});
