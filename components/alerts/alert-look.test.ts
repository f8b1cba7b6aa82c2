import { expect, it } from "vitest";
import type { Alert } from "#lib/api/alerts.ts";
import { alertHref, byUrgency } from "./alert-look.ts";

// The brands say "checked at the edge"; here the edge is the test.
const alert = (kind: Alert["kind"], raised_at: string) => ({ kind, raised_at }) as Alert;
const ids = { volume_id: "vol_1", sandbox_id: "sb_1", attachment_id: "att_1" } as unknown as Alert;

it("leads to the nearest thing one can mend", () => {
  expect(alertHref(ids)).toBe("/volumes/vol_1/attachments/att_1");
  expect(alertHref({ ...ids, attachment_id: null })).toBe("/sandboxes/sb_1");
  expect(alertHref({ volume_id: ids.volume_id })).toBe("/volumes/vol_1/files");
  expect(alertHref({})).toBe("/team");
});

it("puts the worst first, then the newest", () => {
  const sorted = [
    alert("volume_over_80", "2026-11-03"),
    alert("sandbox_error", "2026-11-01"),
    alert("attachment_failed", "2026-11-02"),
  ].sort(byUrgency);
  expect(sorted.map(({ kind }) => kind)).toEqual(["attachment_failed", "sandbox_error", "volume_over_80"]);
});
