import { expect, it, vi } from "vitest";
import type { Uploader } from "./create-uploader.ts";
import { loadUploader } from "./load-uploader.ts";
import { NO_VIEW } from "./uploads-view.ts";

function fakeEngine() {
  const listeners: (() => void)[] = [];
  const view = { ...NO_VIEW, percent: 7 };
  const engine: Uploader = {
    view: () => view,
    subscribe: (listener) => {
      listeners.push(listener);
      return () => undefined;
    },
    add: vi.fn(() => {
      for (const listener of listeners) listener();
    }),
    wish: vi.fn(),
    wake: vi.fn(),
    lose: vi.fn(),
  };
  return engine;
}

it("fetches the engine once, with the first upload, and then is it", async () => {
  const engine = fakeEngine();
  const load = vi.fn(async () => engine);
  const uploader = loadUploader(load, () => undefined);
  const told = vi.fn();
  uploader.subscribe(told);
  expect(uploader.view()).toBe(NO_VIEW);
  expect(load).not.toHaveBeenCalled();

  uploader.add([]);
  uploader.add([]);
  await expect.poll(() => engine.add).toHaveBeenCalledTimes(2);
  expect(load).toHaveBeenCalledTimes(1);
  expect(told).toHaveBeenCalled();
  expect(uploader.view().percent).toBe(7);
});

it("says when the engine cannot be fetched, and tries again with the next upload", async () => {
  const engine = fakeEngine();
  const load = vi.fn<() => Promise<Uploader>>().mockRejectedValueOnce(new Error("offline")).mockResolvedValue(engine);
  const failed = vi.fn();
  const uploader = loadUploader(load, failed);
  uploader.add([]);
  await expect.poll(() => failed).toHaveBeenCalledTimes(1);
  uploader.add([]);
  await expect.poll(() => engine.add).toHaveBeenCalledTimes(1);
});
