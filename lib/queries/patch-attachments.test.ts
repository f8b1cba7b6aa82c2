import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { attachmentKeys } from "./attachments.ts";
import { dropAttachments, putAttachment, tryAttachments } from "./patch-attachments.ts";

// The brands say "checked at the edge"; here the edge is the test.
const volume = "vol_aaaaaaaaaaaa" as VolumeAttachment["volume_id"];
const sandbox = "sb_aaaaaaaaaaaa" as VolumeAttachment["sandbox_id"];
const idOf = (letter: string) => `att_${letter.repeat(12)}` as VolumeAttachment["id"];
const attachment = (letter: string, rest: Partial<VolumeAttachment> = {}) =>
  ({
    id: idOf(letter),
    volume_id: volume,
    sandbox_id: sandbox,
    state: "mounted",
    state_since: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    ...rest,
  }) as VolumeAttachment;

function cacheOf() {
  const cache = new QueryClient();
  const keys = [attachmentKeys.of(volume), attachmentKeys.of(sandbox)];
  for (const key of keys) cache.setQueryData(key, [attachment("a"), attachment("b")]);
  const states = () =>
    keys.map((key) => cache.getQueryData<VolumeAttachment[]>(key)?.map(({ id, state }) => `${id.slice(-1)} ${state}`));
  return { cache, states };
}

it("shows a change in every list at once, and takes back that change alone", () => {
  const { cache, states } = cacheOf();
  const undo = tryAttachments(cache, new Set([idOf("a")]), { state: "releasing" });
  expect(states()).toEqual([
    ["a releasing", "b mounted"],
    ["a releasing", "b mounted"],
  ]);
  putAttachment(cache, attachment("b", { state: "paused", updated_at: "2026-01-01T00:00:01Z" }));
  undo();
  expect(states()).toEqual([
    ["a mounted", "b paused"],
    ["a mounted", "b paused"],
  ]);
});

it("puts a new attachment into the lists that are there, and leaves out an answer that is older than an event", () => {
  const { cache, states } = cacheOf();
  putAttachment(cache, attachment("c", { state: "requested" }));
  putAttachment(cache, attachment("a", { state: "mounting", updated_at: "2025-12-31T23:59:59Z" }));
  expect(states()).toEqual([
    ["a mounted", "b mounted", "c requested"],
    ["a mounted", "b mounted", "c requested"],
  ]);
  expect(cache.getQueryData(attachmentKeys.all)).toBeUndefined();
});

it("drops released ones from every list", () => {
  const { cache, states } = cacheOf();
  dropAttachments(cache, new Set([idOf("a")]));
  expect(states()).toEqual([["b mounted"], ["b mounted"]]);
});
