"use client";
import { Status } from "#components/ui/status.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { countHealth } from "./health.ts";
import { useIsLive } from "./use-is-live.ts";

/** How many do well and how many do not; only what there is. */
export function HealthLine({ attachments }: { attachments: readonly VolumeAttachment[] | undefined }) {
  const live = useIsLive();
  if (attachments === undefined || attachments.length === 0) return null;
  const { healthy, degraded, failed, paused, pending } = countHealth(attachments);
  return (
    <span className="inline-flex flex-wrap gap-x-3 gap-y-1">
      {failed > 0 && <Status tone="bad">{`${failed} failed`}</Status>}
      {degraded > 0 && <Status tone="warn">{`${degraded} degraded`}</Status>}
      {healthy > 0 && <Status tone={live ? "ok" : "idle"}>{`${healthy} healthy`}</Status>}
      {paused > 0 && <Status tone="paused">{`${paused} paused`}</Status>}
      {pending > 0 && <Status tone="idle">{`${pending} pending`}</Status>}
    </span>
  );
}
