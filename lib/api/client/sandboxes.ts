import type { ExecInput, ExecResult, ProcessLogs, SandboxProcess } from "../exec.ts";
import type { BulkResult } from "../files.ts";
import type { SandboxId, SnapshotId } from "../ids.ts";
import type { VolumePath } from "../paths.ts";
import type { SandboxUploadSession } from "../sandbox-uploads.ts";
import type {
  CreateSandboxInput,
  RuntimeInfo,
  Sandbox,
  SetTimeoutInput,
  Snapshot,
  TerminalTicket,
} from "../sandboxes.ts";
import { files } from "./files.ts";
import type { CallOptions, Request } from "./request.ts";
import { searching } from "./searching.ts";
import { transfers } from "./transfers.ts";
import { uploads } from "./uploads.ts";

const include = "actions";
const base = (id: SandboxId) => `/v1/sandboxes/${id}`;

/** `wait: false` is answered at once with the status as it is; events say how it goes on. */
type Waiting = CallOptions & { wait?: boolean };
const waiting = ({ wait, ...options }: Waiting = {}) => ({
  ...options,
  query: { include, ...(wait === undefined ? {} : { wait }) },
});

export const sandboxes = (request: Request) => ({
  runtime: (options?: CallOptions) => request<RuntimeInfo>("GET", "/v1/runtime", options),
  /** Every sandbox that is not destroyed. */
  list: (options?: CallOptions) => request<Sandbox[]>("GET", "/v1/sandboxes", { ...options, query: { include } }),
  get: (id: SandboxId, options?: CallOptions) => request<Sandbox>("GET", base(id), { ...options, query: { include } }),
  create: (input: CreateSandboxInput, options?: Waiting) =>
    request<Sandbox>("POST", "/v1/sandboxes", { ...waiting(options), body: input }),
  /** Holds its processes still. */
  pause: (id: SandboxId, options?: Waiting) => request<Sandbox>("POST", `${base(id)}/pause`, waiting(options)),
  /** Ends its processes and keeps its files. */
  hibernate: (id: SandboxId, options?: Waiting) => request<Snapshot>("POST", `${base(id)}/hibernate`, waiting(options)),
  resume: (id: SandboxId, options?: Waiting) => request<Sandbox>("POST", `${base(id)}/resume`, waiting(options)),
  fork: (id: SandboxId, options?: Waiting) => request<Sandbox>("POST", `${base(id)}/fork`, waiting(options)),
  destroy: (id: SandboxId, options?: Waiting) => request<void>("DELETE", base(id), waiting(options)),
  setTimeout: (id: SandboxId, input: SetTimeoutInput, options?: CallOptions) =>
    request<void>("POST", `${base(id)}/timeout`, { ...options, body: input }),
  /** Runs a command; one that fails is an answer too. */
  exec: (id: SandboxId, input: Partial<ExecInput> & Pick<ExecInput, "command">, options?: CallOptions) =>
    request<ExecResult>("POST", `${base(id)}/exec`, { ...options, body: input }),
  /** What runs inside. */
  processes: (id: SandboxId, options?: CallOptions) =>
    request<SandboxProcess[]>("GET", `${base(id)}/processes`, options),
  killProcess: (id: SandboxId, pid: number, options?: CallOptions) =>
    request<void>("POST", `${base(id)}/processes/${pid}/kill`, options),
  /** What a background command has said. */
  logs: (id: SandboxId, pid: number, options?: CallOptions) =>
    request<ProcessLogs>("GET", `${base(id)}/processes/${pid}/logs`, options),
  /** The address of a terminal: good for one WebSocket, and for a short time. */
  openTerminal: (id: SandboxId, options?: CallOptions) =>
    request<TerminalTicket>("POST", `${base(id)}/terminal`, options),
  snapshots: (sandbox: SandboxId, options?: CallOptions) =>
    request<Snapshot[]>("GET", "/v1/snapshots", { ...options, query: { sandbox_id: sandbox } }),
  snapshot: (id: SandboxId, options?: CallOptions) => request<Snapshot>("POST", `${base(id)}/snapshots`, options),
  deleteSnapshot: (id: SnapshotId, options?: CallOptions) => request<void>("DELETE", `/v1/snapshots/${id}`, options),
  /** As those of a volume, name by name: only that there is no trash, so what is removed is gone. */
  files: {
    ...files(request, base),
    /** Each ends on its own. */
    removeMany: (id: SandboxId, paths: readonly VolumePath[], options?: CallOptions) =>
      request<BulkResult>("POST", `${base(id)}/files/remove-many`, { ...options, body: { paths } }),
  },
  transfers: transfers(request, base),
  searching: searching(request, base),
  uploads: uploads<SandboxId, SandboxUploadSession>(request, base),
});
