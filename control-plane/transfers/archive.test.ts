import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFile, chmod, mkdir, mkdtemp, readdir, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { databaseMissing } from "../testing/open-test-database.ts";
import { openTransfers, type TestVolume, type Transfers } from "../testing/open-transfers.ts";

/** A busy machine may take its time; what is waited for comes or does not. */
const PATIENT = { timeout: 30_000 };

const run = promisify(execFile);
type Member = { type: Header["type"]; mode: number; link: string | null; content: Buffer };

async function readTar(body: AsyncIterable<Uint8Array>): Promise<Map<string, Member>> {
  const members = new Map<string, Member>();
  const archive = extract();
  const read = (async () => {
    for await (const entry of archive) {
      const parts: Uint8Array[] = [];
      for await (const part of entry) parts.push(part as Uint8Array);
      const { name, type, mode, linkname } = entry.header;
      expect(members.has(name)).toBe(false);
      members.set(name, { type, mode, link: linkname || null, content: Buffer.concat(parts) });
    }
  })();
  for await (const part of body) archive.write(part);
  archive.end(null);
  await read;
  return members;
}

/** Reads a zip by its central directory, as most tools do, and checks each entry's sum. */
function readZip(zip: Buffer): Map<string, Member> {
  const members = new Map<string, Member>();
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    const [crc, size] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 20)];
    const [names, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const attributes = zip.readUInt32LE(at + 38) >>> 16;
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString("utf8", at + 46, at + 46 + names);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(start, start + size);
    expect(crc32(content)).toBe(crc);
    const type = name.endsWith("/") ? "directory" : (attributes & 0o170000) === 0o120000 ? "symlink" : "file";
    const link = type === "symlink" ? content.toString() : null;
    members.set(name, { type, mode: attributes & 0o777, link, content: link === null ? content : Buffer.alloc(0) });
    at += 46 + names + extra + comment;
  }
  return members;
}

describe.skipIf(databaseMissing() !== null)("an archive", () => {
  let transfers: Transfers;
  let volume: TestVolume;
  beforeAll(async () => {
    transfers = await openTransfers();
  });
  afterAll(() => transfers.close());
  beforeEach(async () => {
    volume = await transfers.makeVolume();
    await mkdir(join(volume.data, "d/sub/empty"), { recursive: true });
    await writeFile(join(volume.data, "d/a.txt"), "alpha");
    await writeFile(join(volume.data, "d/sub/b.bin"), randomBytes(700_000));
    await writeFile(join(volume.data, "outside.txt"), "not in d");
  });

  const fetchBody = async (input: { path: string; archive_format?: "tar" | "zip"; paths?: string[] }) => {
    const response = await fetch(await volume.download(input));
    expect(response.status).toBe(200);
    if (response.body === null) throw new Error("the archive has no body");
    return response.body;
  };
  const tar = async (path: string, paths?: string[]) =>
    readTar(await fetchBody({ path, archive_format: "tar", ...(paths && { paths }) }));
  const zip = async (path: string, paths?: string[]) => {
    const parts: Uint8Array[] = [];
    for await (const part of await fetchBody({ path, archive_format: "zip", ...(paths && { paths }) }))
      parts.push(part);
    return readZip(Buffer.concat(parts));
  };

  it("holds what is below the directory, named relative to it", async () => {
    await chmod(join(volume.data, "d/a.txt"), 0o640);
    const members = await tar("/d");
    expect([...members.keys()].sort()).toEqual(["a.txt", "sub", "sub/b.bin", "sub/empty"]);
    expect(members.get("a.txt")).toMatchObject({ type: "file", mode: 0o640, content: Buffer.from("alpha") });
    expect(members.get("sub/b.bin")?.content.length).toBe(700_000);
    const zipped = await zip("/d");
    expect([...zipped.keys()].sort()).toEqual(["a.txt", "sub/", "sub/b.bin", "sub/empty/"]);
    expect(zipped.get("a.txt")).toMatchObject({ mode: 0o640, content: Buffer.from("alpha") });
    expect(zipped.get("sub/b.bin")?.content).toEqual(members.get("sub/b.bin")?.content);
  });

  it("mixes no bytes with another one that is made at the same time", async () => {
    for (const name of ["one", "two", "three"]) {
      await mkdir(join(volume.data, name));
      await writeFile(join(volume.data, name, "f"), Buffer.alloc(5_000_000, name));
    }
    const contents = await Promise.all(
      ["one", "two", "three"].flatMap((name) =>
        [tar(`/${name}`), zip(`/${name}`)].map(async (made) => [name, await made] as const),
      ),
    );
    for (const [name, members] of contents)
      expect(members.get("f")?.content.equals(Buffer.alloc(5_000_000, name))).toBe(true);
  });

  it("of an empty directory is empty and well formed", async () => {
    expect((await tar("/d/sub/empty")).size).toBe(0);
    expect((await zip("/d/sub/empty")).size).toBe(0);
  });

  it("has the directory's name, and the volume's for all of it", async () => {
    const named = async (path: string) =>
      (await fetch(await volume.download({ path }), { method: "HEAD" })).headers.get("content-disposition");
    expect(await named("/d")).toContain('filename="d.zip"');
    expect(await named("/")).toContain(`filename="${volume.name}.zip"`);
  });

  it("holds a selection, each entry once", async () => {
    const members = await tar("/", ["/d/sub", "/d/sub/b.bin", "/outside.txt", "/outside.txt"]);
    expect([...members.keys()].sort()).toEqual(["d/sub", "d/sub/b.bin", "d/sub/empty", "outside.txt"]);
  });

  it("takes a thousand chosen paths in a short URL, and passes over those that have gone", async () => {
    const paths = Array.from({ length: 999 }, (_, index) => `/d/${index}-${"x".repeat(200)}`);
    const url = await volume.download({ path: "/d", archive_format: "tar", paths: [...paths, "/d/a.txt"] });
    expect(url.length).toBeLessThan(1000);
    const { body } = await fetch(url);
    if (body === null) throw new Error("the archive has no body");
    expect([...(await readTar(body)).keys()]).toEqual(["a.txt"]);
  });

  it("carries links as links while they stay inside, and what they lead to never", async () => {
    const secret = join(transfers.system.config.dataDirectory, "secret");
    await writeFile(secret, "secret");
    const links = { up: "../outside.txt", absolute: secret, here: "a.txt", down: "sub/b.bin", climbing: "sub/../../x" };
    for (const [name, target] of Object.entries(links)) await symlink(target, join(volume.data, "d", name));
    for (const members of [await tar("/d"), await zip("/d")]) {
      const kept = [...members].filter(([, { type }]) => type === "symlink").map(([name, { link }]) => [name, link]);
      expect(Object.fromEntries(kept)).toEqual({ here: "a.txt", down: "sub/b.bin" });
      expect([...members.values()].some(({ content }) => content.includes("secret"))).toBe(false);
    }
    // Below the root of the archive the same link is inside.
    expect((await tar("/")).get("d/up")).toMatchObject({ type: "symlink", link: "../outside.txt" });
  });

  it("passes FIFOs and sockets over without opening them", async () => {
    await run("mkfifo", [join(volume.data, "d/fifo")]);
    for (const members of [await tar("/d"), await zip("/d")]) expect(members.has("fifo")).toBe(false);
  });

  it("makes every name safe and keeps it apart from the others", async () => {
    const names = [
      "..\\..\\evil",
      "a%5Cb",
      "a\\b",
      "new\nline",
      '"quote"',
      "<script>",
      "\u202egnp.exe",
      "😀",
      "\u{FFFD}x",
    ];
    for (const name of names) await writeFile(join(volume.data, "d", name), name);
    const invalid = Buffer.concat([Buffer.from(join(volume.data, "d/")), Buffer.from([0xff, 0xfe])]);
    await writeFile(invalid, "bytes");
    for (const members of [await tar("/d"), await zip("/d")]) {
      const contents = [...members.values()].map(({ content }) => content.toString());
      for (const name of names) expect(contents).toContain(name);
      expect(members.get("\u{FFFD}%FF%FE")?.content.toString()).toBe("bytes");
      for (const name of members.keys()) {
        expect(name).not.toMatch(/^\/|\\/);
        expect(name.split("/")).not.toContain("..");
      }
    }
  });

  it("holds long names and times that no archive can say", async () => {
    const long = join("x".repeat(200), "y".repeat(200), "z".repeat(200));
    await mkdir(join(volume.data, "d", long), { recursive: true });
    await writeFile(join(volume.data, "d", long, "f"), "deep");
    await utimes(join(volume.data, "d/a.txt"), -1e9, -1e9);
    await utimes(join(volume.data, "d/sub/b.bin"), 9e9, 9e9);
    for (const members of [await tar("/d"), await zip("/d")]) {
      expect(members.get(`${long}/f`)?.content.toString()).toBe("deep");
      expect(members.get("a.txt")?.content.toString()).toBe("alpha");
    }
  });

  it("stays whole when files grow, shrink, come and go while it is made", async () => {
    const count = 400;
    await mkdir(join(volume.data, "busy"));
    for (let index = 0; index < count; index++)
      await writeFile(join(volume.data, "busy", `f${index}`), Buffer.alloc(100_000, 1));
    let ended = false;
    const hostile = (async () => {
      for (let round = 0; !ended; round++) {
        const file = join(volume.data, "busy", `f${(round * 37) % count}`);
        if (round % 3 === 0) await truncate(file, 10).catch(() => {});
        else if (round % 3 === 1) await appendFile(file, Buffer.alloc(50_000, 2));
        else await rm(file, { force: true });
      }
    })();
    try {
      // Reading fails on the first header that is not where the one before it said.
      for (const members of [await tar("/busy"), await zip("/busy")]) expect(members.size).toBeGreaterThan(0);
    } finally {
      ended = true;
      await hostile;
    }
  });

  it("never leaves the volume while a writer swaps directories for links", async () => {
    const outside = await mkdtemp(join(tmpdir(), "nullspace-outside-"));
    await writeFile(join(outside, "f"), "SECRET");
    for (let index = 0; index < 50; index++) {
      await mkdir(join(volume.data, `race/${index}/inner`), { recursive: true });
      await writeFile(join(volume.data, `race/${index}/inner/f`), "inside");
    }
    const swap = `i=0; while :; do i=$(( (i+1) % 50 )); mv $i/inner $i/kept; ln -s ${outside} $i/inner; rm $i/inner; mv $i/kept $i/inner; done`;
    const writer = execFile("/bin/sh", ["-c", `cd ${volume.data}/race && ${swap}`]);
    try {
      for (let round = 0; round < 40; round++) {
        const members = round % 2 === 0 ? await tar("/race") : await zip("/race");
        for (const { content } of members.values()) expect(content.includes("SECRET")).toBe(false);
      }
    } finally {
      writer.kill("SIGKILL");
      await rm(outside, { recursive: true });
    }
  });

  it("stops walking when the client goes away, and closes what it had open", async () => {
    await mkdir(join(volume.data, "large"));
    for (let index = 0; index < 20; index++)
      await writeFile(join(volume.data, "large", `${index}`), Buffer.alloc(10_000_000));
    const opened = async () => (await readdir("/proc/self/fd")).length;
    const before = await opened();
    for (const format of ["tar", "zip"] as const) {
      const response = await fetch(await volume.download({ path: "/large", archive_format: format }));
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
    await expect.poll(opened, PATIENT).toBeLessThanOrEqual(before + 1);
  });

  it("is not begun when the directory has gone", async () => {
    const url = await volume.download({ path: "/d" });
    await rm(join(volume.data, "d"), { recursive: true });
    expect((await fetch(url)).status).toBe(404);
    await writeFile(join(volume.data, "d"), "now a file");
    expect((await fetch(url)).status).toBe(409);
  });

  it("unpacks with the tools that people have", async () => {
    const directory = await mkdtemp(join(tmpdir(), "nullspace-unpack-"));
    const file = join(directory, "d.tar");
    await writeFile(file, await fetchBody({ path: "/d", archive_format: "tar" }));
    await run("tar", ["-xf", file, "-C", directory]);
    await run("cmp", [join(directory, "sub/b.bin"), join(volume.data, "d/sub/b.bin")]);
    await rm(directory, { recursive: true });
  });
});
