import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { downloadByGrant } from "./download-by-grant.ts";

// A real server and a real line, which is cut; only the wait before it is asked again is left out.
vi.mock("./pause.ts", () => ({ pause: async (_ms: number, signal?: AbortSignal) => signal?.throwIfAborted() }));

const BYTES = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31) % 251);

let server: Server;
let url: string;
/** What was asked, by its `Range` and `If-Range`. */
let asked: (string | undefined)[][];
let urls: number;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  urls = 0;
  cut = null;
  server = createServer((request, response) => {
    const { range, "if-range": ifRange } = request.headers;
    // Node joins a header that is sent twice, which this one never is.
    asked.push([range, ifRange as string | undefined]);
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const download = (signal?: AbortSignal) =>
  downloadByGrant(async () => `${url}?grant=${urls++}`, { fetch: globalThis.fetch, signal });

/** Where the line is cut next: once all before it has been read, since what a cut finds on its way is lost. */
let cut: { at: number; now: () => void } | null;

/** All bytes of an answer. */
async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let count = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    count += part.byteLength;
    if (count === cut?.at) cut.now();
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Sends from where it is asked up to `until`, and cuts the line there if more would follow. */
function send(request: IncomingMessage, response: ServerResponse, until: number, etag: string | null = '"v1"'): void {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const isRest = request.headers.range !== undefined && request.headers["if-range"] === etag;
  const start = isRest ? from : 0;
  response.writeHead(isRest ? 206 : 200, {
    "content-length": BYTES.length - start,
    ...(etag !== null && { etag }),
    ...(isRest && { "content-range": `bytes ${start}-${BYTES.length - 1}/${BYTES.length}` }),
  });
  response.write(BYTES.subarray(start, until));
  if (until === BYTES.length) response.end();
  else cut = { at: until, now: () => response.destroy() };
}

test("a line that is cut again and again costs no byte twice, and each rest has a URL of its own", async () => {
  const cuts = [100_000, 100_000 + 70_000, BYTES.length];
  answer = (request, response) => send(request, response, cuts[asked.length - 1] ?? BYTES.length);
  expect(await bytesOf(await download())).toEqual(BYTES);
  expect(asked).toEqual([
    [undefined, undefined],
    ["bytes=100000-", '"v1"'],
    ["bytes=170000-", '"v1"'],
  ]);
  expect(urls).toBe(3);
});

test("a file that was changed meanwhile is refused, and never mixed of two", async () => {
  answer = (request, response) =>
    send(request, response, asked.length === 1 ? 50_000 : BYTES.length, asked.length === 1 ? '"v1"' : '"v2"');
  await expect(bytesOf(await download())).rejects.toMatchObject({ code: "precondition_failed" });
  expect(asked).toHaveLength(2);
});

test("what has no version fails where it was cut", async () => {
  answer = (request, response) => send(request, response, 50_000, null);
  await expect(bytesOf(await download())).rejects.toMatchObject({ code: "volume_backend_unavailable" });
  expect(asked).toHaveLength(1);
});

test("a refusal that may pass is asked again, one that stays is thrown", async () => {
  answer = (request, response) => {
    if (asked.length === 2) response.writeHead(503).end();
    else if (asked.length === 4)
      response.writeHead(404).end(JSON.stringify({ error: "It is gone.", code: "file_not_found" }));
    else send(request, response, asked.length * 30_000);
  };
  await expect(bytesOf(await download())).rejects.toMatchObject({ code: "file_not_found" });
  expect(asked.map(([range]) => range)).toEqual([undefined, "bytes=30000-", "bytes=30000-", "bytes=90000-"]);
});

test("a line that never comes back is given up", async () => {
  answer = (request, response) => (asked.length === 1 ? send(request, response, 50_000) : response.destroy());
  await expect(bytesOf(await download())).rejects.toMatchObject({ code: "volume_backend_unavailable" });
  expect(asked).toHaveLength(11);
});

test("whoever aborts is told their own reason, and nothing is asked again", async () => {
  answer = (request, response) => send(request, response, 50_000);
  const stop = new AbortController();
  const reader = (await download(stop.signal)).body?.getReader();
  await reader?.read();
  stop.abort(new Error("enough"));
  const drained = (async () => {
    while (!(await reader?.read())?.done);
  })();
  await expect(drained).rejects.toThrow("enough");
});
