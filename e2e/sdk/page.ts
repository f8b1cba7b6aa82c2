// The TypeScript client in a page of an allowed origin: bundled for browsers, then run in one.
import { ApiError, Volume } from "@nullspace-console/client";

const MiB = 1024 * 1024;

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    return error instanceof ApiError ? error.code : String(error);
  }
}

async function same(one: Blob, other: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const [a, b] = [new Uint8Array(await one.arrayBuffer()), other];
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

async function run(baseUrl: string, apiKey: string): Promise<string> {
  const volume = await Volume.fromName("page-data", { baseUrl, apiKey, createIfMissing: true });
  const { files } = volume;

  // Text, bytes with progress, a stream
  await files.write("/hello.txt", "from a page\n");
  check((await files.read("/hello.txt")) === "from a page\n", "text comes back");
  const bytes = new Uint8Array(3 * MiB).map((_, index) => index % 251);
  let told = 0;
  await files.write("/bytes.bin", bytes, { onProgress: (done) => (told = done) });
  check(told === bytes.length, "progress ends with all bytes");
  await files.write("/streamed.bin", { stream: new Blob([bytes]).stream(), size: bytes.length });
  check(await same(new Blob([bytes]), await files.readBytes("/streamed.bin")), "a stream comes back");

  // A large file in parts, given up and gone on with by the same file alone
  const file = new File([bytes, bytes, bytes, bytes, bytes, bytes, bytes], "large.bin", { lastModified: 1_000 });
  let begun = "";
  const stop = new AbortController();
  const givenUp = files.uploadFile(file, "/large.bin", {
    signal: stop.signal,
    concurrency: 1,
    onBegun: (id) => (begun = id),
    onProgress: (done) => done > 10 * MiB && stop.abort(),
  });
  check((await codeOf(givenUp)).includes("AbortError"), "an upload that is given up says so");
  check(!(await files.exists("/large.bin")), "and leaves nothing");
  const other = new File([file], "large.bin", { lastModified: 2_000 });
  check(
    (await codeOf(files.uploadFile(other, "/large.bin", { resume: begun }))) === "invalid_request",
    "another file is not joined with it",
  );
  let first = 0;
  await files.uploadFile(file, "/large.bin", { resume: begun, onProgress: (done) => (first ||= done) });
  check(first >= 8 * MiB, "what had arrived counts");
  let total: number | null = null;
  const back = await files.readBytes("/large.bin", { onProgress: (_done, all) => (total = all) });
  check(total === file.size && (await same(file, back)), "the large file comes back");

  // Refusals have their codes, and what needs a disk says so
  check((await codeOf(files.read("/none"))) === "file_not_found", "a missing file has its code");
  check((await codeOf(files.uploadDir("/tmp", "/tmp"))).includes("File or a Blob"), "a page has no directories");
  check(
    (await codeOf(Volume.list({ baseUrl, apiKey: `ns_live_${"0".repeat(32)}` }))) === "unauthorized",
    "a wrong key has its code",
  );
  check(
    (await codeOf(take(Volume.fromId(volume.id, { baseUrl, apiKey }), "/none"))) === "file_not_found",
    "so has a watch",
  );

  // A watch sees what is written, over a WebSocket without a header
  const writing = setInterval(() => void files.write("/seen.txt", String(Math.random())), 300);
  const seen = await take(Promise.resolve(volume), "/");
  clearInterval(writing);
  check(seen === "/seen.txt", "the watch tells what was written");
  return "ok";
}

async function take(volume: Promise<Volume>, path: string): Promise<string> {
  for await (const event of (await volume).files.watch(path)) if (event.type !== "resync_required") return event.path;
  return "";
}

Object.assign(globalThis, { run });
