import { count, isNull, ne, sum } from "drizzle-orm";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { driveDurations, healthChecksDone } from "../attachments/measure.ts";
import type { System } from "../context.ts";
import { attachments, volumes } from "../db/schema.ts";

export type Metrics = {
  duration: Histogram<"method" | "route" | "status">;
  inFlight: Gauge<"method" | "route">;
  received: Counter;
  sent: Counter;
  /** The text of `GET /metrics`. */
  render(): Promise<{ contentType: string; text: string }>;
};

/** Counts and sizes for Prometheus. Never a name, an id or an address: whoever scrapes need not be trusted with those. */
export function createMetrics(system: System): Metrics {
  const registry = new Registry();
  const registers = [registry];
  let started = false;

  new Gauge({
    name: "nullspace_volumes",
    help: "Volumes of all teams.",
    registers,
    async collect() {
      const [row] = await system.database.queries
        .select({ volumes: count() })
        .from(volumes)
        .where(isNull(volumes.deletedAt));
      this.set(row?.volumes ?? 0);
    },
  });
  new Gauge({
    name: "nullspace_used_bytes",
    help: "Bytes that the volumes of all teams hold, trash included.",
    registers,
    async collect() {
      const [row] = await system.database.queries
        .select({ bytes: sum(volumes.usedBytes) })
        .from(volumes)
        .where(isNull(volumes.deletedAt));
      this.set(Number(row?.bytes ?? 0));
    },
  });
  new Gauge({
    name: "nullspace_attachments",
    help: "Active attachments of all teams, by state.",
    labelNames: ["state"],
    registers,
    async collect() {
      const rows = await system.database.queries
        .select({ state: attachments.state, attachments: count() })
        .from(attachments)
        .where(ne(attachments.state, "released"))
        .groupBy(attachments.state);
      this.reset();
      for (const row of rows) this.set({ state: row.state }, row.attachments);
    },
  });
  registry.registerMetric(driveDurations);
  registry.registerMetric(healthChecksDone);
  new Gauge({
    name: "nullspace_observed_directories",
    help: "Directories watched for those who look at them through this replica.",
    registers,
    collect() {
      this.set(system.observations.size);
    },
  });

  return {
    duration: new Histogram({
      name: "nullspace_http_request_duration_seconds",
      help: "From the request's headers to the end of the answer.",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 60, 600],
      registers,
    }),
    inFlight: new Gauge({
      name: "nullspace_http_requests_in_flight",
      help: "Requests being answered: uploads are PUT /v1/volumes/:id/file, event streams GET /v1/events.",
      labelNames: ["method", "route"],
      registers,
    }),
    received: new Counter({ name: "nullspace_http_received_bytes_total", help: "Bytes received.", registers }),
    sent: new Counter({ name: "nullspace_http_sent_bytes_total", help: "Bytes sent.", registers }),
    async render() {
      // It observes the whole process, so only once somebody asks.
      if (!started) collectDefaultMetrics({ register: registry });
      started = true;
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
