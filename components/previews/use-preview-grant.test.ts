import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { downloadGrantAction } from "#lib/actions/transfers.ts";
import { volumeRoot } from "#lib/api/file-root.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { previewGrant } from "./use-preview-grant.ts";

// The action needs a request of Next around it; what is tested is when the browser calls it.
vi.mock("#lib/actions/transfers.ts", () => ({ downloadGrantAction: vi.fn() }));

const file = { root: volumeRoot("vol_3f8a21c09b7e" as VolumeId), path: "/film.webm" as VolumePath, revision: 1 };
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
  let count = 0;
  vi.mocked(downloadGrantAction).mockImplementation(async () => ({
    data: {
      url: `http://localhost/file?grant=${count++}`,
      method: "GET" as const,
      headers: {},
      expires_at: new Date(Date.now() + 5 * MINUTE).toISOString(),
    },
  }));
});
afterEach(() => {
  vi.useRealTimers();
});

test("a grant is used until shortly before it ends, and then another one is asked for", async () => {
  const cache = new QueryClient();
  const ask = async () => (await cache.fetchQuery(previewGrant(file))).url;
  const first = await ask();
  vi.advanceTimersByTime(4 * MINUTE);
  expect(await ask()).toBe(first);
  vi.advanceTimersByTime(MINUTE);
  const second = await ask();
  expect(second).not.toBe(first);
  vi.advanceTimersByTime(MINUTE);
  expect(await ask()).toBe(second);
});
