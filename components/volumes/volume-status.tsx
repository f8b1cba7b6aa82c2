import { Status, type StatusTone } from "#components/ui/status.tsx";
import type { VolumeStatus as Value } from "#lib/api/volumes.ts";

const TONES: Record<Value, StatusTone> = { available: "ok", attached: "ok", degraded: "warn", error: "bad" };

export function VolumeStatus({ status }: { status: Value }) {
  return <Status tone={TONES[status]}>{status}</Status>;
}
