"use client";
import { useIsLive } from "#components/attachments/use-is-live.ts";
import { Status, type StatusTone } from "#components/ui/status.tsx";
import type { VolumeStatus as Value } from "#lib/api/volumes.ts";

const TONES: Record<Value, StatusTone> = { available: "ok", attached: "ok", degraded: "warn", error: "bad" };

export function VolumeStatus({ status }: { status: Value }) {
  const live = useIsLive();
  const tone = TONES[status];
  return <Status tone={tone === "ok" && !live ? "idle" : tone}>{status}</Status>;
}
