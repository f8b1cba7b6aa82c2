import { statfsSync } from "node:fs";
import type { SandboxId } from "#lib/api/ids.ts";
import type { SandboxMetrics } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { thisHost } from "../hosts/this-host.ts";
import { authorize } from "../identity/authorize.ts";
import { findSandbox } from "./find-sandbox.ts";

const MIB = 1024 * 1024;

/**
 * What a sandbox uses now: one entry, and none while it has no processes.
 * @throws ApiError forbidden, sandbox_not_found
 */
export async function getSandboxMetrics(ctx: Context, id: SandboxId): Promise<SandboxMetrics[]> {
  authorize(ctx, "sandboxes:read");
  const { runtime, database, config } = ctx.system;
  const row = await findSandbox(database.queries, ctx, id);
  if (row.host !== thisHost() || (await runtime.inspect(id)) === "gone") return [];
  const usage = await runtime.usage(id);
  const upMs = Date.now() - (row.startedAt ?? row.createdAt).getTime();
  const disk = statfsSync(config.dataDirectory);
  return [
    {
      timestamp: new Date().toISOString(),
      cpu_percent: Math.round(((usage.cpuMs ?? 0) / Math.max(1, upMs)) * 10_000) / 100,
      cpu_count: row.vcpus,
      mem_used_bytes: usage.memoryBytes ?? 0,
      mem_total_bytes: usage.memoryLimitBytes ?? row.memoryMb * MIB,
      disk_used_bytes: usage.diskBytes,
      // What it could fill: its `disk_mb` does not stop it.
      disk_total_bytes: usage.diskBytes + disk.bavail * disk.bsize,
    },
  ];
}
