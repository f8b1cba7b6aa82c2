import { QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { attachmentKeys } from "./attachments.ts";
import { followEvent } from "./follow-events.ts";
import type { LiveMessage } from "./live-channel.ts";
import { sandboxKeys } from "./sandboxes.ts";
import { volumeKeys } from "./volumes.ts";

// The brands say "checked at the edge"; here the edge is the test.
const volume = "vol_aaaaaaaaaaaa" as VolumeAttachment["volume_id"];
const sandbox = "sb_aaaaaaaaaaaa" as Sandbox["id"];
const attachment = "att_aaaaaaaaaaaa" as VolumeAttachment["id"];
const AT = "2026-01-01T00:00:05Z";

function cacheOf() {
  const cache = new QueryClient();
  const mounted = { id: attachment, volume_id: volume, sandbox_id: sandbox, state: "mounted" } as VolumeAttachment;
  for (const key of [attachmentKeys.all, attachmentKeys.of(volume), attachmentKeys.of(sandbox)])
    cache.setQueryData(key, [mounted]);
  cache.setQueryData(attachmentKeys.one(attachment), { ...mounted, checks: [] });
  cache.setQueryData(sandboxKeys.list, [{ id: sandbox, status: "running" } as Sandbox]);
  cache.setQueryData(sandboxKeys.one(sandbox), { id: sandbox, status: "running" } as Sandbox);
  cache.setQueryData(volumeKeys.one(volume), { id: volume });
  cache.setQueryData([...volumeKeys.one(volume), "files"], "untouched");
  const isStale = (key: readonly unknown[]) => cache.getQueryState(key)?.isInvalidated;
  return { cache, isStale };
}

const changed = (to: string, rest: object = {}) =>
  ({
    id: "1",
    at: AT,
    type: "attachment.changed",
    volume_id: volume,
    sandbox_id: sandbox,
    attachment_id: attachment,
    data: { from: "mounted", to, error_code: null, error_message: null, ...rest },
  }) as unknown as LiveMessage;

it("shows the new state and its error in every list and on its page before it is read again", async () => {
  const { cache, isStale } = cacheOf();
  followEvent(cache, changed("failed", { error_code: "mount_missing", error_message: "It is gone. Remount it." }));
  const failed = { state: "failed", state_since: AT, last_error_message: "It is gone. Remount it." };
  expect(cache.getQueryData(attachmentKeys.of(volume))).toMatchObject([failed]);
  expect(cache.getQueryData(attachmentKeys.of(sandbox))).toMatchObject([failed]);
  expect(cache.getQueryData(attachmentKeys.one(attachment))).toMatchObject(failed);
  await expect.poll(() => isStale(attachmentKeys.of(volume))).toBe(true);
  expect(isStale(volumeKeys.one(volume))).toBe(true);
  expect(isStale([...volumeKeys.one(volume), "files"])).toBe(false);
});

it("reads once again for many events of a moment", async () => {
  const { cache } = cacheOf();
  const invalidate = vi.spyOn(cache, "invalidateQueries");
  for (const to of ["remounting", "failed", "remounting", "mounted"]) followEvent(cache, changed(to));
  await expect.poll(() => invalidate).toHaveBeenCalled();
  const lists = invalidate.mock.calls.filter(([filter]) => filter?.queryKey?.[2] === "all");
  expect(lists).toHaveLength(1);
});

it("drops what is released or destroyed", () => {
  const { cache } = cacheOf();
  followEvent(cache, changed("released"));
  expect(cache.getQueryData(attachmentKeys.of(volume))).toEqual([]);
  followEvent(cache, {
    id: "2",
    at: AT,
    type: "sandbox.changed",
    sandbox_id: sandbox,
    data: { from: "running", to: "destroyed" },
  } as unknown as LiveMessage);
  expect(cache.getQueryData(sandboxKeys.list)).toEqual([]);
  expect(cache.getQueryData(sandboxKeys.one(sandbox))).toMatchObject({ status: "destroyed" });
});

it("asks again for all of it when events may have been missed", () => {
  const { cache, isStale } = cacheOf();
  followEvent(cache, { type: "resync" });
  for (const key of [attachmentKeys.all, attachmentKeys.one(attachment), sandboxKeys.list, sandboxKeys.one(sandbox)])
    expect(isStale(key)).toBe(true);
});
