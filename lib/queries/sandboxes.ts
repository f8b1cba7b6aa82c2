import { queryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { SandboxId } from "#lib/api/ids.ts";

export const sandboxKeys = {
  list: ["sandboxes"] as const,
  /** What belongs to a sandbox has longer keys that begin like this one. */
  one: (id: SandboxId) => ["sandboxes", id] as const,
  snapshots: (id: SandboxId) => ["sandboxes", id, "snapshots"] as const,
  processes: (id: SandboxId) => ["sandboxes", id, "processes"] as const,
  runtime: ["runtime"] as const,
};

/** Every sandbox of the team that is not destroyed, with what the caller may do. */
export const sandboxList = (api: NullspaceClient) =>
  queryOptions({ queryKey: sandboxKeys.list, queryFn: ({ signal }) => api.sandboxes.list({ signal }) });

export const sandboxById = (api: NullspaceClient, id: SandboxId) =>
  queryOptions({ queryKey: sandboxKeys.one(id), queryFn: ({ signal }) => api.sandboxes.get(id, { signal }) });

export const sandboxSnapshots = (api: NullspaceClient, id: SandboxId) =>
  queryOptions({
    queryKey: sandboxKeys.snapshots(id),
    queryFn: ({ signal }) => api.sandboxes.snapshots(id, { signal }),
  });

/** What runs inside, as it is now: no event tells of it. */
export const sandboxProcesses = (api: NullspaceClient, id: SandboxId) =>
  queryOptions({
    queryKey: sandboxKeys.processes(id),
    queryFn: ({ signal }) => api.sandboxes.processes(id, { signal }),
    staleTime: 0,
  });

/** What the deployment can do. It finds out once, at its start. */
export const runtimeInfo = (api: NullspaceClient) =>
  queryOptions({
    queryKey: sandboxKeys.runtime,
    queryFn: ({ signal }) => api.sandboxes.runtime({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
