import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { retrying } from "./retrying.ts";

let server: Server;
let url: string;
/** What is answered, one after the other: a status, or a connection that is lost. What comes behind them is a 200. */
let answers: (number | "lost")[];
let bodies: string[];
let headers: Record<string, string>;
const send = retrying(fetch);

beforeEach(async () => {
  answers = [];
  bodies = [];
  headers = {};
  server = createServer(async (incoming, outgoing) => {
    bodies.push(await text(incoming));
    const answer = answers.shift() ?? 200;
    if (answer === "lost") incoming.socket.destroy();
    else outgoing.writeHead(answer, headers).end(String(bodies.length));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const post = (path: string, init: RequestInit = {}) => send(`${url}${path}`, { method: "POST", body: "{}", ...init });

test("reads, deletions and what carries an idempotency key are asked again, also after a lost connection", async () => {
  answers = [503, "lost", 502];
  expect((await send(`${url}/volumes`)).status).toBe(200);
  expect(bodies).toHaveLength(4);
  for (const again of [
    () => send(`${url}/volumes/vol_1`, { method: "DELETE" }),
    () => post("/sandboxes", { headers: { "Idempotency-Key": "1" } }),
    () => post("/volumes/vol_1/files/find"),
    () => post("/sandboxes/sb_1/uploads/up_1/complete"),
  ]) {
    answers = ["lost", 503];
    bodies = [];
    expect((await again()).status).toBe(200);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies).toHaveLength(3);
  }
});

test("what might be done twice is asked once, but where the answer says that nothing was done", async () => {
  answers = [503];
  expect((await post("/volumes")).status).toBe(503);
  answers = ["lost"];
  await expect(post("/volumes/vol_1/files/write")).rejects.toThrow();
  expect(bodies).toHaveLength(2);
  answers = [429, 429];
  expect((await post("/volumes")).status).toBe(200);
  expect(bodies).toHaveLength(5);
});

test("a stream is sent once, a refusal is an answer, and enough is enough", async () => {
  answers = [429];
  const body = new Blob(["once"]).stream();
  const streamed: RequestInit & { duplex: "half" } = { body, duplex: "half" };
  expect((await post("/volumes", streamed)).status).toBe(429);
  answers = [404];
  expect((await send(`${url}/volumes/none`)).status).toBe(404);
  answers = [503, 503, 503, 503];
  expect((await send(`${url}/volumes`)).status).toBe(503);
  expect(bodies).toHaveLength(6);
});

test("it waits as long as it is asked to, and not when it is given up", async () => {
  headers = { "retry-after": "3600" };
  answers = [429];
  const stop = new AbortController();
  const asking = send(`${url}/volumes`, { signal: stop.signal });
  await expect.poll(() => bodies.length).toBe(1);
  setTimeout(() => stop.abort(new Error("enough")), 50);
  await expect(asking).rejects.toThrow("enough");
  expect(bodies).toHaveLength(1);
});
