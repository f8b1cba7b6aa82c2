import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { Volume } from "#lib/api/volumes.ts";
import { alertKeys } from "./alerts.ts";
import { followEvent } from "./follow-events.ts";
import type { LiveMessage } from "./live-channel.ts";
import { teamKeys } from "./team.ts";
import { volumeKeys } from "./volumes.ts";

// The brand says "checked at the edge"; here the edge is the test.
const a = "vol_aaaaaaaaaaaa" as Volume["id"];
const b = "vol_bbbbbbbbbbbb" as Volume["id"];
const volume = (id: Volume["id"]) => ({ id, used_bytes: 1, inode_count: 1, trash_bytes: 0 }) as Volume;
const usage = { used_bytes: 4096, inode_count: 7, trash_bytes: 512 };
const message = (type: string, data: object) => ({ id: "1", type, volume_id: a, data }) as unknown as LiveMessage;

function cacheOf() {
  const cache = new QueryClient();
  cache.setQueryData(volumeKeys.list, [volume(a), volume(b)]);
  cache.setQueryData(volumeKeys.one(a), volume(a));
  cache.setQueryData([...volumeKeys.one(a), "files"], "untouched");
  cache.setQueryData(teamKeys.members, []);
  cache.setQueryData(teamKeys.keys, []);
  const stale = (key: readonly unknown[]) => cache.getQueryState(key)?.isInvalidated;
  return { cache, stale };
}

describe("followEvent", () => {
  it.each([
    ["volume.usage_changed", usage],
    ["file.written", { path: "/a", usage }],
    ["trash.emptied", { count: 1, freed_bytes: 1, usage }],
  ])("patches the usage that %s carries, in list and page, of that volume alone", (type, data) => {
    const { cache } = cacheOf();
    followEvent(cache, message(type, data));
    expect(cache.getQueryData(volumeKeys.list)).toEqual([{ ...volume(a), ...usage }, volume(b)]);
    expect(cache.getQueryData(volumeKeys.one(a))).toEqual({ ...volume(a), ...usage });
  });

  it("leaves the cache alone when a file event carries no usage", () => {
    const { cache, stale } = cacheOf();
    followEvent(cache, message("file.permissions_changed", { path: "/a", permissions: "0644" }));
    expect(cache.getQueryData(volumeKeys.one(a))).toEqual(volume(a));
    expect(stale(volumeKeys.list)).toBe(false);
  });

  it("takes a deleted volume out of the list and has its page ask again, its files not", () => {
    const { cache, stale } = cacheOf();
    followEvent(cache, message("volume.deleted", { name: "a" }));
    expect(cache.getQueryData(volumeKeys.list)).toEqual([volume(b)]);
    expect(stale(volumeKeys.one(a))).toBe(true);
    expect(stale([...volumeKeys.one(a), "files"])).toBe(false);
  });

  it("asks again for alerts and counts when one was raised, a sandbox changed or events may be missing", async () => {
    const keys = [alertKeys.open, alertKeys.over, alertKeys.overview];
    const known = (message: LiveMessage) => {
      const { cache, stale } = cacheOf();
      for (const key of keys) cache.setQueryData(key, {});
      followEvent(cache, message);
      return () => keys.map(stale);
    };
    const after = [
      known(message("alert.raised", { alert_id: "x", kind: "volume_over_80", message: "Full." })),
      known(message("sandbox.changed", { from: "running", to: "error", cause: "health" })),
      known({ type: "resync" }),
    ];
    await expect
      .poll(() => after.map((look) => look()))
      .toEqual([
        [true, true, false],
        [false, false, true],
        [true, true, true],
      ]);
  });

  it("asks again for what an event only announces", () => {
    const { cache, stale } = cacheOf();
    followEvent(cache, message("volume.created", { name: "c" }));
    expect(stale(volumeKeys.list)).toBe(true);
    followEvent(cache, message("member.joined", { email: "x@example.com", role: "viewer" }));
    expect(stale(teamKeys.members)).toBe(true);
    expect(stale(teamKeys.keys)).toBe(false);
  });

  it("asks for everything when events may have been missed", () => {
    const { cache, stale } = cacheOf();
    followEvent(cache, { type: "resync" });
    for (const key of [volumeKeys.list, volumeKeys.one(a), teamKeys.members, teamKeys.keys])
      expect(stale(key)).toBe(true);
  });
});
