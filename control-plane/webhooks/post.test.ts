import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { type Receiver, startReceiver } from "../testing/start-receiver.ts";
import { PostError, post } from "./post.ts";
import type { Address } from "./resolve-host.ts";

const config = (...hosts: string[]) => readConfig({ NULLSPACE_WEBHOOK_ALLOWED_HOSTS: hosts.join(",") });
const HERE: Address = { address: "127.0.0.1", family: 4 };

describe("post", () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());
  beforeEach(() => {
    receiver.received.length = 0;
  });
  let asked: string[] = [];
  afterEach(() => {
    asked = [];
  });
  /** Resolves to each of the answers in turn. */
  const names =
    (...answers: Address[][]) =>
    async (host: string) => {
      asked.push(host);
      return answers[asked.length - 1] ?? [];
    };
  const send = (url: string, hosts: string[], options: Parameters<typeof post>[2] = {}) =>
    post(config(...hosts), { url, body: '{"a":"ü"}', headers: { "content-type": "application/json" } }, options);

  it("sends the body to a host that the operator listed, and answers the status", async () => {
    expect(await send(receiver.url, ["127.0.0.1"])).toBe(204);
    expect(receiver.received).toMatchObject([{ body: '{"a":"ü"}', url: "/hook", headers: { "content-length": "10" } }]);
  });

  it.each([
    ["an address of this machine", "127.0.0.1"],
    ["the same, written otherwise", "2130706433"],
    ["the same, mapped", "[::ffff:127.0.0.1]"],
    ["a name of this machine", "localhost"],
  ])("refuses %s that nobody listed, and connects to nothing", async (_what, host) => {
    await expect(send(`http://${host}:${receiver.port}/`, [])).rejects.toThrow(PostError);
    expect(receiver.received).toEqual([]);
  });

  it("refuses a name that resolves to this machine", async () => {
    const sending = send(`http://receiver.test:${receiver.port}/`, [], { resolve: names([HERE]) });
    await expect(sending).rejects.toThrow(/not on the public internet/);
    expect(receiver.received).toEqual([]);
  });

  it("resolves once and goes to that very address, whatever the name says a moment later", async () => {
    const elsewhere = { address: "10.255.255.1", family: 4 };
    const resolve = names([HERE], [elsewhere], [elsewhere]);
    expect(await send(`http://receiver.test:${receiver.port}/`, ["receiver.test"], { resolve })).toBe(204);
    expect(asked).toEqual(["receiver.test"]);
    expect(receiver.received[0]?.headers.host).toBe(`receiver.test:${receiver.port}`);
  });

  it("does not follow redirects", async () => {
    receiver.plan((_request, response) => response.writeHead(302, { location: receiver.url }).end());
    expect(await send(receiver.url, ["127.0.0.1"])).toBe(302);
    expect(receiver.received).toHaveLength(1);
  });

  it("does not wait for an answer that never ends", async () => {
    let more: NodeJS.Timeout | undefined;
    receiver.plan((_request, response) => {
      response.writeHead(200);
      more = setInterval(() => response.write("x".repeat(4096)), 5);
      response.once("close", () => clearInterval(more));
    });
    expect(await send(receiver.url, ["127.0.0.1"])).toBe(200);
  });

  it("gives up on a receiver that does not answer, and on a name that does not", async () => {
    receiver.plan(() => {});
    await expect(send(receiver.url, ["127.0.0.1"], { limitMs: 50 })).rejects.toThrow(/No answer within/);
    const silent = () => new Promise<never>(() => {});
    await expect(send("https://receiver.test/", [], { limitMs: 50, resolve: silent })).rejects.toThrow(/No answer/);
  });

  it("says in words why it did not get there", async () => {
    await expect(send("https://no-such-host.invalid/", [])).rejects.toThrow(/was not found/);
    const gone = await startReceiver();
    await gone.close();
    await expect(send(gone.url, ["127.0.0.1"])).rejects.toThrow(/ECONNREFUSED/);
  });
});
