import type { RuntimeInfo } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";

/** What this deployment can do with sandboxes and volumes. @throws ApiError forbidden */
export function getRuntimeInfo(ctx: Context): RuntimeInfo {
  authorize(ctx, "sandboxes:read");
  const { runtime, store } = ctx.system;
  const { capability } = runtime;
  if (!capability.available)
    return {
      available: false,
      reason: capability.reason,
      rootless: process.getuid?.() !== 0,
      limits: { memory: false, processes: false, disk: false },
      seccomp: false,
      store: store.kind,
    };
  const { rootless, limits, seccomp } = capability;
  return {
    available: true,
    reason: null,
    rootless,
    limits: { memory: limits.memory, processes: limits.processes, disk: limits.disk },
    seccomp,
    store: store.kind,
  };
}
