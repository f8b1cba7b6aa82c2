import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../api-error.ts";
import { UploadId } from "../ids.ts";
import { blobSource } from "./blob-source.ts";
import { type SessionOptions, type SessionPorts, sendSession } from "./send-session.ts";

const ID = UploadId.parse("up_3f8a21c09b7e");
const PART = 4;
const HEADER = "x-nullspace-part-sha256";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const lost = () => new ApiError("volume_backend_unavailable", "The network is lost.");

/** A session in memory behind the ports: what it holds, and how it fails. */
function sessionInMemory(size: number, here: readonly number[] = []) {
  const world = {
    parts: new Map<number, Uint8Array>(here.map((number) => [number, new Uint8Array()])),
    /** Every part that was begun. */
    begun: [] as number[],
    atOnce: 0,
    mostAtOnce: 0,
    opened: [] as (UploadId | null)[],
    state: "open" as "open" | "completed",
    online: true,
    conditions: null as unknown,
    /** Called before a part is taken; throws to refuse it. */
    meet: async (_number: number, _signal: AbortSignal): Promise<void> => {},
    meetCompletion: async (): Promise<void> => {},
  };
  const session = () => ({
    upload_id: ID,
    kind: "file" as const,
    source_kind: "restartable_file" as const,
    target_path: "/a",
    content_length: size,
    accepted_bytes: [...world.parts.keys()].reduce((sum, n) => sum + Math.min(PART, size - n * PART), 0),
    reserved_staging_bytes: size,
    part_size: PART,
    part_count: Math.max(1, Math.ceil(size / PART)),
    max_concurrency: 4,
    next_part: null,
    status: "uploading" as const,
    conflict: "merge" as const,
    checksum_algorithm: "sha256" as const,
    whole_checksum_sha256: null,
    archive_format: null,
    limits: { max_upload_bytes: 1, max_part_bytes: 1, max_concurrency: 4, staging_quota_bytes: 1 },
    created_at: "",
    updated_at: "",
    expires_at: "",
  });
  const ports: SessionPorts = {
    async open(uploadId) {
      world.opened.push(uploadId);
      if (world.state === "completed") return { state: "completed" };
      const grant = {
        url: `http://localhost/part?grant=${world.opened.length}`,
        method: "PUT" as const,
        headers: {},
        expires_at: "",
        session: session(),
        present_parts: [...world.parts.keys()],
        completion_url: `http://localhost/completion?grant=${world.opened.length}`,
      };
      return { state: "open", grant };
    },
    async sendPart(grant, bytes, { headers, signal, onBytes }) {
      const number = Number(new URL(grant.url).searchParams.get("number"));
      world.begun.push(number);
      world.mostAtOnce = Math.max(world.mostAtOnce, ++world.atOnce);
      try {
        const content = new Uint8Array(await new Response(bytes).arrayBuffer());
        onBytes(content.length);
        await world.meet(number, signal);
        signal.throwIfAborted();
        expect(headers[HEADER]).toBe(sha256(content));
        world.parts.set(number, content);
      } finally {
        world.atOnce--;
      }
    },
    async complete(_url, input) {
      await world.meetCompletion();
      world.conditions = input;
      world.state = "completed";
      return { session: session(), published_bytes: size, published_file_count: 1 };
    },
    isOnline: () => world.online,
  };
  return { world, ports };
}

/** Holds the parts until so many are on their way at once: how fast each is read and hashed says nothing then. */
function untilAtOnce(
  world: { atOnce: number; meet: (number: number, signal: AbortSignal) => Promise<void> },
  count: number,
) {
  const reached = Promise.withResolvers<void>();
  world.meet = async () => {
    if (world.atOnce === count) reached.resolve();
    await reached.promise;
  };
}

const options = (given: Partial<SessionOptions> = {}): SessionOptions => ({
  uploadId: null,
  conditions: {},
  signal: new AbortController().signal,
  ...given,
});
const content = (size: number) => Uint8Array.from({ length: size }, (_, index) => index % 251);
const held = ({ parts }: { parts: Map<number, Uint8Array> }) =>
  Buffer.concat([...parts.entries()].sort(([a], [b]) => a - b).map(([, bytes]) => bytes));

/** Lets the waiting between attempts pass at once, while bytes are read and hashed in real time. */
async function settled<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const end = () => {
    over = true;
  };
  work.then(end, end);
  while (!over) {
    await vi.advanceTimersByTimeAsync(1000);
    await new Promise(setImmediate);
  }
  return work;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("every part goes with its SHA-256, four at a time, and then it is published under its conditions", async () => {
  const { world, ports } = sessionInMemory(42);
  untilAtOnce(world, 4);
  const told: number[] = [];
  const done = await sendSession(
    ports,
    blobSource(new Blob([content(42)])),
    options({ conditions: { if_none_match: "*" }, onProgress: (sent) => told.push(sent) }),
  );
  expect(done?.published_bytes).toBe(42);
  expect(held(world).equals(content(42))).toBe(true);
  expect(world.mostAtOnce).toBe(4);
  expect(world.conditions).toEqual({ if_none_match: "*" });
  expect(told.at(-1)).toBe(42);
});

test("nothing is an upload of one part without bytes", async () => {
  const { world, ports } = sessionInMemory(0);
  await sendSession(ports, blobSource(new Blob()), options());
  expect([...world.parts.keys()]).toEqual([0]);
});

test("only what is missing is sent, and fewer at once where that is asked", async () => {
  const { world, ports } = sessionInMemory(40, [0, 3, 9]);
  untilAtOnce(world, 2);
  let first: [string, number] | null = null;
  const onOpen = (id: string, staged: number) => {
    first = [id, staged];
  };
  await sendSession(ports, blobSource(new Blob([content(40)])), options({ uploadId: ID, concurrency: 2, onOpen }));
  expect(first).toEqual([ID, 12]);
  expect(world.opened).toEqual([ID]);
  expect(world.begun.toSorted()).toEqual([1, 2, 4, 5, 6, 7, 8]);
  expect(world.mostAtOnce).toBe(2);
});

test("a part that is lost or arrives changed is sent again by itself, and its bytes count once", async () => {
  const { world, ports } = sessionInMemory(12);
  const failures: Record<number, Error[]> = {
    0: [lost(), lost()],
    2: [new ApiError("file_upload_error", "Other bytes.", { details: { reason: "invalid_part_checksum" } })],
  };
  world.meet = async (number) => {
    const failure = failures[number]?.shift();
    if (failure !== undefined) throw failure;
  };
  let most = 0;
  const onProgress = (sent: number) => {
    most = Math.max(most, sent);
  };
  await settled(sendSession(ports, blobSource(new Blob([content(12)])), options({ onProgress })));
  expect(world.begun.toSorted()).toEqual([0, 0, 0, 1, 2, 2]);
  expect(most).toBe(12);
});

test("a refusal ends the other parts, and nothing is sent behind the back of who is told of it", async () => {
  const { world, ports } = sessionInMemory(400);
  world.meet = async (number, signal) => {
    if (number === 1) throw new ApiError("upload_not_found", "It is gone.");
    signal.throwIfAborted();
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  await expect(sendSession(ports, blobSource(new Blob([content(400)])), options())).rejects.toMatchObject({
    code: "upload_not_found",
  });
  expect(world.atOnce).toBe(0);
  expect(world.begun.toSorted()).toEqual([0, 1, 2, 3]);
  expect(world.state).toBe("open");
});

test("a lost network ends it after some attempts, and at once where it is known to be gone", async () => {
  const { world, ports } = sessionInMemory(4);
  world.meet = async () => {
    throw lost();
  };
  const send = () => settled(sendSession(ports, blobSource(new Blob([content(4)])), options()));
  await expect(send()).rejects.toMatchObject({ code: "volume_backend_unavailable" });
  expect(world.begun).toHaveLength(4);
  world.online = false;
  await expect(send()).rejects.toThrow();
  expect(world.begun).toHaveLength(5);
});

test("a grant that is too old is renewed, also for the completion, whose lost answer is asked for again", async () => {
  const { world, ports } = sessionInMemory(8);
  const old = [new ApiError("grant_expired", "Too old.")];
  world.meet = async () => {
    const failure = old.shift();
    if (failure !== undefined) throw failure;
  };
  const failures = [new ApiError("grant_expired", "Too old."), lost()];
  world.meetCompletion = async () => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  const done = await settled(sendSession(ports, blobSource(new Blob([content(8)])), options()));
  expect(done?.published_bytes).toBe(8);
  expect(world.opened).toEqual([null, ID, ID]);
});

test("one that an earlier attempt had finished sends nothing", async () => {
  const { world, ports } = sessionInMemory(8);
  world.state = "completed";
  expect(await sendSession(ports, blobSource(new Blob([content(8)])), options({ uploadId: ID }))).toBeNull();
  expect(world.begun).toEqual([]);
});

test("who gives it up gets the reason, and no part after that", async () => {
  const { world, ports } = sessionInMemory(400);
  const stop = new AbortController();
  world.meet = async (number) => {
    if (number === 5) stop.abort(new Error("enough"));
  };
  const sending = sendSession(ports, blobSource(new Blob([content(400)])), options({ signal: stop.signal }));
  await expect(sending).rejects.toThrow("enough");
  const { length } = world.begun;
  expect(length).toBeLessThan(12);
  await settled(Promise.resolve());
  expect(world.begun).toHaveLength(length);
});
