import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { copyGrantAction } from "#lib/actions/transfers.ts";
import type { CopyLine } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { copyByGrant } from "./copy-by-grant.ts";

// The action needs a request of Next around it, and toasts need a page.
vi.mock("#lib/actions/transfers.ts", () => ({ copyGrantAction: vi.fn(), downloadGrantAction: vi.fn() }));
const toast = vi.hoisted(() => ({ loading: vi.fn(), dismiss: vi.fn() }));
vi.mock("#components/ui/toast.ts", () => ({ withToast: (say: (shown: typeof toast) => void) => say(toast) }));

const GiB = 1024 ** 3;
const volume = "vol_3f8a21c09b7e" as VolumeId;
const input = { paths: ["/a" as VolumePath], destination: "/to" as VolumePath, conflict: "error" as const };
const url = "http://localhost:4000/v1/volumes/vol_3f8a21c09b7e/copy?grant=x";

/** What the control plane would say, a line at a time. */
let say: (line: CopyLine) => void;
let hangUp: () => void;
let asked: AbortSignal | null | undefined;

beforeEach(() => {
  asked = undefined;
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.mocked(copyGrantAction).mockResolvedValue({
    data: { url, method: "POST", headers: {}, expires_at: "2026-01-01T00:00:00.000Z" },
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 100 });
  const writer = writable.getWriter();
  say = (line) => void writer.write(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
  hangUp = () => void writer.close();
  vi.stubGlobal("fetch", async (_url: string, { signal }: RequestInit) => {
    asked = signal;
    signal?.addEventListener("abort", () => void writer.abort(signal.reason).catch(() => undefined));
    return new Response(readable);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

test("a copy that takes long says how far it is in bytes, and answers what came of it", async () => {
  const copying = copyByGrant(volume, input, "Copying a");
  say({ progress: { done_bytes: 1, total_bytes: 2 * GiB } });
  await expect.poll(() => asked).toBeDefined();
  expect(toast.loading).not.toHaveBeenCalled();
  vi.advanceTimersByTime(4000);
  say({ progress: { done_bytes: GiB, total_bytes: 2 * GiB } });
  await expect.poll(() => toast.loading).toHaveBeenCalled();
  const [title, shown] = vi.mocked(toast.loading).mock.calls.at(-1) ?? [];
  expect(title).toBe("Copying a");
  expect(shown?.description).toMatch(/^1 GiB of 2 GiB · 2\d\d MiB per second · [45] s left$/);
  const result = { succeeded: [{ path: "/a" as VolumePath, to: "/to/a" as VolumePath, trash_id: null }], failed: [] };
  say({ result });
  await expect(copying).resolves.toEqual(result);
  expect(toast.dismiss).toHaveBeenCalledWith(shown?.id);
});

test("cancel ends the connection, which ends the copy", async () => {
  const copying = copyByGrant(volume, input, "Copying a");
  copying.catch(() => undefined);
  await expect.poll(() => asked).toBeDefined();
  vi.advanceTimersByTime(1000);
  say({ progress: { done_bytes: 1, total_bytes: GiB } });
  await expect.poll(() => toast.loading).toHaveBeenCalled();
  const action = vi.mocked(toast.loading).mock.calls[0]?.[1]?.action;
  if (typeof action !== "object" || action === null || !("onClick" in action)) throw new Error("no button");
  action.onClick({} as never);
  await expect(copying).rejects.toThrow("You cancelled it");
  expect(asked?.aborted).toBe(true);
});

test("a refusal in the last line keeps its code and its request", async () => {
  const refused = copyByGrant(volume, input, "Copying a");
  refused.catch(() => undefined);
  const facts = { retryable: false, request_id: "r1", details: {} };
  say({
    refused: {
      error: "No room.",
      code: "volume_quota_exceeded",
      suggested_action: null,
      ...facts,
      error_detail: {
        code: "volume_quota_exceeded",
        message: "No room.",
        phase: "preflight",
        suggested_action: "",
        ...facts,
      },
    },
  });
  await expect(refused).rejects.toMatchObject({ code: "volume_quota_exceeded", requestId: "r1" });
});

test("a connection that ends early is no success", async () => {
  const copying = copyByGrant(volume, input, "Copying a");
  copying.catch(() => undefined);
  hangUp();
  await expect(copying).rejects.toMatchObject({ code: "volume_backend_unavailable" });
});
