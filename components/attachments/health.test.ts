import { expect, it } from "vitest";
import type { HealthCheck, VolumeAttachment } from "#lib/api/attachments.ts";
import { countHealth, healthOf } from "./health.ts";

const AT = "2026-01-01T00:00:00Z";
const check = (rest: Partial<HealthCheck> = {}): HealthCheck => ({
  at: AT,
  healthy: true,
  code: null,
  message: null,
  options: "rw,nosuid,nodev",
  latency_ms: 1,
  ...rest,
});
const attachment = (rest: Partial<VolumeAttachment>) =>
  ({ state: "mounted", health: check(), last_error_message: null, ...rest }) as VolumeAttachment;

it("calls a mount healthy only when it was looked at, is mounted, and news arrive", () => {
  expect(healthOf(attachment({}), true)).toMatchObject({ tone: "ok", word: "healthy", at: AT });
  expect(healthOf(attachment({}), false).tone).toBe("idle");
  expect(healthOf(attachment({ health: null }), true).tone).toBe("idle");
  for (const state of ["requested", "mounting", "paused", "remounting", "releasing", "released"] as const)
    expect(healthOf(attachment({ state }), true).tone, state).toBe("idle");
});

it("passes on what is wrong", () => {
  const sick = attachment({ health: check({ healthy: false, message: "The folder is gone. Remount it." }) });
  expect(healthOf(sick, false)).toMatchObject({ tone: "warn", sentence: "The folder is gone. Remount it." });
  const full = attachment({ health: check({ code: "volume_at_cap", message: "It is at its cap. Delete files." }) });
  expect(healthOf(full, true)).toMatchObject({
    tone: "warn",
    word: "full",
    sentence: "It is at its cap. Delete files.",
  });
  const gone = attachment({ state: "unmounted", last_error_message: "It is not there any more. Remount it." });
  expect(healthOf(gone, true)).toMatchObject({ tone: "warn", sentence: "It is not there any more. Remount it." });
  const failed = attachment({ state: "failed", last_error_message: "No loop device is free." });
  expect(healthOf(failed, true)).toMatchObject({ tone: "bad", sentence: "No loop device is free." });
});

it("counts many by health", () => {
  const sick = attachment({ health: check({ healthy: false }) });
  const all = [
    attachment({}),
    attachment({}),
    sick,
    attachment({ state: "failed" }),
    attachment({ state: "paused" }),
    attachment({ health: null }),
  ];
  expect(countHealth(all)).toEqual({ healthy: 2, degraded: 1, failed: 1, paused: 1, pending: 1 });
});
