import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import { volumeRoot } from "#lib/api/file-root.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { createUploader, type UploaderPorts } from "./create-uploader.ts";
import type { SendFile } from "./send-file.ts";

const VOLUME = { ...volumeRoot(VolumeId.parse("vol_3f8a21c09b7e")), name: "team-data" };
const GIB = 1024 ** 3;

/** A volume in memory behind the uploader's ports: what it holds, what was asked of it, and how it fails. */
function volumeInMemory(files: Record<string, number> = {}) {
  const held = new Map(Object.entries(files));
  const world = {
    held,
    sent: [] as { path: string; headers: Record<string, string>; grant: string }[],
    grantCalls: [] as number[],
    mostAtOnce: 0,
    online: true,
    room: (2 * GIB) as number | null,
    /** Called before a file is taken; throws to refuse it, waits to hold it. */
    meet: async (_path: string): Promise<void> => {},
  };
  let atOnce = 0;
  let serial = 0;
  const send: SendFile = async ({ grant, body, headers }, { signal, onProgress }) => {
    const path = new URL(grant.url).searchParams.get("path") ?? "";
    world.sent.push({ path, headers, grant: grant.url });
    world.mostAtOnce = Math.max(world.mostAtOnce, ++atOnce);
    try {
      await Promise.race([
        world.meet(path).then(() => new Promise((resolve) => setTimeout(resolve, 10))),
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      ]);
      onProgress?.(body.size);
      if (headers["if-none-match"] === "*" && held.has(path))
        throw new ApiError("precondition_failed", "The name is taken.");
      held.set(path, body.size);
      return { path, size: body.size, etag: '"new"', checksum_sha256: "" };
    } finally {
      atOnce--;
    }
  };
  const ports: UploaderPorts = {
    askGrants: async (_volume, asked) => {
      world.grantCalls.push(asked.length);
      return {
        grants: asked.map(({ path }) => {
          const size = held.get(path);
          return {
            path,
            url: `http://localhost:4000/f?path=${encodeURIComponent(path)}&n=${++serial}`,
            method: "PUT",
            headers: {},
            expires_at: "2026-11-23T10:00:00Z",
            existing:
              size === undefined ? null : { etag: '"old"', size, modified_time: "2026-11-20T10:00:00Z", is_dir: false },
          };
        }),
      };
    },
    makeDirectories: async (_volume, paths) => {
      for (const path of paths) held.set(path, 0);
      return { succeeded: [], failed: [] };
    },
    send,
    roomOf: async () => world.room,
    openSession: async () => {
      throw new Error("no file here is large enough for a session");
    },
    sendPart: async () => {},
    complete: async () => {
      throw new Error("no file here is large enough for a session");
    },
    abortSession: async () => {},
    isOnline: () => world.online,
  };
  return { world, ports };
}

const drop = (...names: string[]) =>
  names.map((name) => ({
    root: VOLUME,
    directory: ROOT,
    target: childOf(ROOT, name),
    content: { kind: "file" as const, file: new File(["0123456789"], name) },
    size: 10,
  }));
const sized = (name: string, size: number) => drop(name).map((upload) => ({ ...upload, size }));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const statesOf = (uploader: ReturnType<typeof createUploader>) =>
  uploader.view().uploads.list.map(({ standing }) => standing.state);

test("2,000 files arrive, 4 at a time, by a few grant calls", async () => {
  const { world, ports } = volumeInMemory();
  const uploader = createUploader(ports);
  uploader.add(drop(...Array.from({ length: 2000 }, (_, n) => `f${n}`)));
  await pass(10_000);
  expect(uploader.view().summary).toMatchObject({ end: "done", settled: 2000 });
  expect(world.held.size).toBe(2000);
  expect(world.mostAtOnce).toBe(4);
  expect(world.grantCalls).toEqual([1000, 1000]);
});

test("nothing is sent of a drop that is too large until the person says what goes", async () => {
  const { world, ports } = volumeInMemory();
  world.room = 10_000;
  const uploader = createUploader(ports);
  uploader.add([...sized("large", 9000), ...sized("small", 1000)]);
  await pass(1000);
  const [overflow] = uploader.view().uploads.overflows;
  expect(overflow).toEqual({ ids: [1, 2], neededBytes: 12_288 + 4096, roomBytes: 10_000 });
  expect(world.sent).toEqual([]);
  uploader.wish({ type: "overflow_answered", keep: [2] });
  await pass(1000);
  expect([...world.held.keys()]).toEqual(["/small"]);
  expect(uploader.view().summary.end).toBe("partly");
});

test("what is replaced gives its room back", async () => {
  const { world, ports } = volumeInMemory({ "/large": 9000 });
  world.room = 10_000;
  const uploader = createUploader(ports);
  uploader.add(sized("large", 15_000));
  await pass(1000);
  expect(uploader.view().uploads.overflows).toEqual([]);
  expect(statesOf(uploader)).toEqual(["conflict"]);
});

test("a name taken between the grant and the PUT asks instead of failing", async () => {
  const { world, ports } = volumeInMemory();
  world.meet = async (path) => void world.held.set(path, 3);
  const uploader = createUploader(ports);
  uploader.add(drop("a.txt"));
  await pass(1000);
  expect(statesOf(uploader)).toEqual(["conflict"]);
  world.meet = async () => {};
  uploader.wish({ type: "answered", id: 1, answer: "keep_both", all: false });
  await pass(1000);
  expect(world.held.get("/a (2).txt")).toBe(10);
});

test("after the network was lost it tries again with the same grant, and gives up in the end", async () => {
  const { world, ports } = volumeInMemory();
  const lost = () => Promise.reject(new ApiError("volume_backend_unavailable", "The connection was lost."));
  world.meet = lost;
  const uploader = createUploader(ports);
  uploader.add(drop("a.txt"));
  await pass(500);
  expect(statesOf(uploader)).toEqual(["waiting"]);
  await pass(400_000);
  expect(statesOf(uploader)).toEqual(["failed"]);
  expect(new Set(world.sent.slice(0, 5).map(({ grant }) => grant)).size).toBe(1);
  world.meet = async () => {};
  uploader.wish({ type: "retried", which: "failed" });
  await pass(1000);
  expect(uploader.view().summary.end).toBe("done");
});

test("offline it waits without wearing itself out, and goes on when the network is back", async () => {
  const { world, ports } = volumeInMemory();
  world.online = false;
  world.meet = () => Promise.reject(new ApiError("volume_backend_unavailable", "The connection was lost."));
  const uploader = createUploader(ports);
  uploader.add(drop("a.txt"));
  await pass(50_000);
  expect(world.sent).toHaveLength(1);
  world.online = true;
  world.meet = async () => {};
  uploader.wake();
  await pass(1000);
  expect(world.held.has("/a.txt")).toBe(true);
});

test("pause stops the bytes, resume sends them, cancel leaves nothing", async () => {
  const { world, ports } = volumeInMemory();
  world.meet = () => new Promise(() => {});
  const uploader = createUploader(ports);
  uploader.add(drop("a", "b", "c", "d", "e"));
  await pass(500);
  uploader.wish({ type: "paused", which: "all" });
  await pass(500);
  expect(statesOf(uploader)).toEqual(["paused", "paused", "paused", "paused", "paused"]);
  uploader.wish({ type: "cancelled", which: [5] });
  world.meet = async () => {};
  uploader.wish({ type: "resumed", which: "all" });
  await pass(1000);
  expect([...world.held.keys()]).toEqual(["/a", "/b", "/c", "/d"]);
});

test("a refusal is the end of one file, not of the others", async () => {
  const { world, ports } = volumeInMemory();
  world.meet = async (path) => {
    if (path === "/b") throw new ApiError("forbidden", "Viewers cannot write.");
  };
  const uploader = createUploader(ports);
  uploader.add(drop("a", "b", "c"));
  await pass(1000);
  expect(statesOf(uploader)).toEqual(["done", "failed", "done"]);
  expect(uploader.view().summary.end).toBe("partly");
});

test("empty folders are made, in one call", async () => {
  const { world, ports } = volumeInMemory();
  const makeDirectories = vi.spyOn(ports, "makeDirectories");
  const uploader = createUploader(ports);
  uploader.add(
    ["x", "y"].map((name): Parameters<typeof uploader.add>[0][number] => ({
      root: VOLUME,
      directory: ROOT,
      target: childOf(ROOT, name) satisfies VolumePath,
      content: { kind: "directory" },
      size: 0,
    })),
  );
  await pass(500);
  expect(uploader.view().summary.end).toBe("done");
  expect(makeDirectories).toHaveBeenCalledOnce();
  expect([...world.held.keys()]).toEqual(["/x", "/y"]);
});
