import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ErrorBody } from "#lib/api/error-body.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { openTransfers, type TestVolume, type Transfers } from "../testing/open-transfers.ts";

const run = promisify(execFile);
const ORIGIN = "http://localhost:3000";

describe.skipIf(databaseMissing() !== null)("a download grant", () => {
  let transfers: Transfers;
  let volume: TestVolume;
  const bytes = randomBytes(3_000_001);
  beforeAll(async () => {
    transfers = await openTransfers({ dashboardOrigins: [ORIGIN] });
    volume = await transfers.makeVolume();
    await writeFile(join(volume.data, "a.bin"), bytes);
    await writeFile(join(volume.data, "empty"), "");
  });
  afterAll(() => transfers.close());

  const get = async (path: string, headers: Record<string, string> = {}, purpose?: "preview") =>
    fetch(await volume.download({ path, ...(purpose && { purpose }) }), { headers });
  const body = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it("sends the whole file", async () => {
    // Where the server adapter complains of an answer that was sent twice.
    const complaints = vi.spyOn(console, "error");
    const response = await get("/a.bin");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-length")).toBe(String(bytes.length));
    expect((await body(response)).equals(bytes)).toBe(true);
    expect((await body(await get("/empty"))).length).toBe(0);
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  });

  it("sends the head alone when asked", async () => {
    const response = await fetch(await volume.download({ path: "/a.bin" }), { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-length")).toBe(String(bytes.length));
    expect((await body(response)).length).toBe(0);
  });

  it.each([
    ["bytes=0-0", 0, 1],
    ["bytes=1048570-2097160", 1048570, 2097161],
    ["bytes=-5", 2_999_996, 3_000_001],
    ["bytes=3000000-", 3_000_000, 3_000_001],
  ])("sends the range %s", async (range, start, end) => {
    const response = await get("/a.bin", { range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(`bytes ${start}-${end - 1}/${bytes.length}`);
    expect((await body(response)).equals(bytes.subarray(start, end))).toBe(true);
  });

  it("refuses a range behind the end", async () => {
    const response = await get("/a.bin", { range: "bytes=3000001-" });
    expect(response.status).toBe(416);
    expect(response.headers.get("content-range")).toBe("bytes */3000001");
    expect(((await response.json()) as ErrorBody).code).toBe("range_not_satisfiable");
  });

  it("sends nothing that the client has, and refuses another version", async () => {
    const etag = (await get("/empty")).headers.get("etag") ?? "";
    const same = await get("/empty", { "if-none-match": etag });
    expect([same.status, same.headers.get("etag"), (await body(same)).length]).toEqual([304, etag, 0]);
    expect((await get("/empty", { "if-none-match": '"other"' })).status).toBe(200);
    expect((await get("/empty", { "if-match": '"other"' })).status).toBe(412);
  });

  it("follows links inside the volume and never outside", async () => {
    const secret = join(transfers.system.config.dataDirectory, "secret");
    await writeFile(secret, "secret");
    await symlink("a.bin", join(volume.data, "inside"));
    await symlink(secret, join(volume.data, "outside"));
    expect((await body(await get("/inside"))).length).toBe(bytes.length);
    await expect(volume.download({ path: "/outside" })).rejects.toMatchObject({ code: "file_not_found" });
  });

  it("answers when the file has gone, or something else took its name", async () => {
    await writeFile(join(volume.data, "b"), "x");
    const url = await volume.download({ path: "/b" });
    await rm(join(volume.data, "b"));
    expect((await fetch(url)).status).toBe(404);
    await run("mkfifo", [join(volume.data, "b")]);
    const fifo = await fetch(url);
    expect([fifo.status, ((await fifo.json()) as ErrorBody).code]).toEqual([409, "file_conflict"]);
    await rm(join(volume.data, "b"));
    await mkdir(join(volume.data, "b"));
    expect((await fetch(url)).status).toBe(409);
  });

  it("ends the connection of a file that becomes shorter, rather than pass a part for the whole", async () => {
    const file = join(volume.data, "shrinking");
    await writeFile(file, Buffer.alloc(200_000_000));
    const response = await get("/shrinking");
    // The rest waits behind a reader that takes nothing.
    await truncate(file, 1000);
    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  it("says for every answer that the bytes are not to be trusted", async () => {
    const url = await volume.download({ path: "/a.bin" });
    const upload = await volume.upload({ path: "/c.txt" });
    const answers = {
      200: await fetch(url, { headers: { range: "none" } }),
      206: await fetch(url, { headers: { range: "bytes=0-1" } }),
      304: await fetch(url, { headers: { "if-none-match": "*" } }),
      416: await fetch(url, { headers: { range: "bytes=9999999-" } }),
      403: await fetch(`${url}x`),
      412: await fetch(upload, { method: "PUT", body: "x", headers: { "if-match": "*" } }),
    };
    for (const [status, response] of Object.entries(answers)) {
      expect(response.status).toBe(Number(status));
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": expect.stringContaining("private"),
        "content-disposition": expect.stringMatching(/^attachment/),
      });
      expect(response.headers.get("set-cookie")).toBeNull();
      await response.arrayBuffer();
    }
  });

  it.each([
    ["page.html", "<script>alert(1)</script>", "application/octet-stream", "attachment"],
    ["image.svg", "<svg onload=alert(1)>", "image/svg+xml", "attachment"],
    ["fake.png", "<script>alert(1)</script>", "application/octet-stream", "attachment"],
    ["real.gif", "GIF89a....", "image/gif", "inline"],
    ["note.txt", "<script>alert(1)</script>", "text/plain; charset=utf-8", "inline"],
  ])("shows %s only as far as it is safe", async (name, content, type, disposition) => {
    await writeFile(join(volume.data, name), content);
    const preview = await get(`/${name}`, {}, "preview");
    expect(preview.headers.get("content-type")).toBe(type);
    expect(preview.headers.get("content-disposition")).toMatch(new RegExp(`^${disposition};`));
    const download = await get(`/${name}`);
    expect(download.headers.get("content-type")).toBe("application/octet-stream");
    expect(download.headers.get("content-disposition")).toMatch(/^attachment;/);
  });

  it("names a hostile name in one header, byte for byte", async () => {
    const name = `a"\r\nset-cookie: x=1;<b>.txt`;
    await writeFile(join(volume.data, name), "x");
    const { pathname, search, port } = new URL(await volume.download({ path: `/${name}` }));
    const raw = await new Promise<string>((resolve) => {
      const parts: Buffer[] = [];
      const socket = createConnection(Number(port), "127.0.0.1", () =>
        socket.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
      );
      socket.on("data", (part) => parts.push(part)).on("close", () => resolve(Buffer.concat(parts).toString("latin1")));
    });
    expect(raw).not.toMatch(/^set-cookie/im);
    expect(raw).toContain(`filename="a___set-cookie: x=1;<b>.txt"; filename*=UTF-8''a%22__set-cookie%3A%20x%3D1%3B`);
  });

  it("lets pages of the dashboard read it, and no other", async () => {
    const url = await volume.download({ path: "/a.bin" });
    const preflight = (origin: string) =>
      fetch(url, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "PUT",
          "access-control-request-headers": "if-match,content-type",
        },
      });
    const known = await preflight(ORIGIN);
    expect(known.status).toBe(204);
    expect(known.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(known.headers.get("access-control-allow-methods")).toContain("PUT");
    expect(known.headers.get("access-control-allow-headers")?.toLowerCase()).toMatch(/content-type.*if-match.*range/);
    expect(Number(known.headers.get("access-control-max-age"))).toBeGreaterThan(0);
    expect(known.headers.get("access-control-allow-credentials")).toBeNull();
    expect((await preflight("http://evil.example")).headers.get("access-control-allow-origin")).toBeNull();

    for (const range of ["bytes=0-1", "bytes=9999999-"]) {
      const { headers } = await fetch(url, { headers: { origin: ORIGIN, range } });
      expect(headers.get("access-control-allow-origin")).toBe(ORIGIN);
      expect(headers.get("vary")).toMatch(/origin/i);
      for (const exposed of ["ETag", "Content-Length", "Content-Range", "Content-Disposition"])
        expect(headers.get("access-control-expose-headers")).toContain(exposed);
    }
    const foreign = await fetch(url, { headers: { origin: "http://evil.example", range: "bytes=0-1" } });
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("sends whole files while a writer swaps the path for links, directories and FIFOs", async () => {
    const secret = join(transfers.system.config.dataDirectory, "outside");
    await mkdir(secret, { recursive: true });
    await writeFile(join(secret, "f"), "SECRET");
    await mkdir(join(volume.data, "real"));
    await writeFile(join(volume.data, "real/f"), "inside");
    await symlink(secret, join(volume.data, "evil"));
    await symlink("real", join(volume.data, "racer"));
    const swap = `ln -sfn ${secret} racer; ln -sfn real racer; rm racer; mkfifo racer; rm racer; ln -sfn evil racer;`;
    const writer = execFile("/bin/sh", ["-c", `cd ${volume.data} && while :; do ${swap} done`]);
    const once = async () => {
      const url = await volume.download({ path: "/racer/f" }).catch(() => null);
      const response = url === null ? null : await fetch(url);
      return response?.ok ? response.text() : "refused";
    };
    try {
      const seen = new Set<string>();
      for (let round = 0; round < 300 || seen.size < 2; round++) seen.add(await once());
      expect(seen).toEqual(new Set(["inside", "refused"]));
    } finally {
      writer.kill("SIGKILL");
    }
    expect(await readFile(join(secret, "f"), "utf8")).toBe("SECRET");
  });
});
