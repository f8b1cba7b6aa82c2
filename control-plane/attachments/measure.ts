import { Counter, Histogram } from "prom-client";
import type { Found } from "./look.ts";

// The process's own numbers; `createMetrics` shows them. No ids and no names in them.

export const driveDurations = new Histogram({
  name: "nullspace_attachment_drive_duration_seconds",
  help: "One attempt to mount or to unmount, from the claim to what was saved.",
  labelNames: ["state", "outcome"],
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 15],
  registers: [],
});

export const healthChecksDone = new Counter({
  name: "nullspace_attachment_health_checks_total",
  help: "Looks at mounts from inside, by what they found.",
  labelNames: ["healthy", "code"],
  registers: [],
});

export const checked = ({ healthy, code }: Found): void =>
  healthChecksDone.inc({ healthy: String(healthy), code: code ?? "" });
