import { z } from "@hono/zod-openapi";

const DEFAULT_TIMEOUT_S = 30;
const MAX_TIMEOUT_S = 24 * 60 * 60;

const Envs = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be a name of a variable"), z.string());

export const ExecInput = z
  .object({
    /** A line for the shell; with `args`, or with `shell: false`, a program's name or path. */
    command: z.string().min(1),
    args: z.array(z.string()).nullable().optional(),
    shell: z.boolean().nullable().optional(),
    /** Absolute, or relative to the sandbox's own. */
    cwd: z.string().min(1).nullable().optional(),
    envs: Envs.nullable().optional(),
    /** After this it is ended, also while the sandbox is paused. A background command must have begun by then, and goes on. */
    timeout_secs: z
      .number()
      .positive()
      .max(MAX_TIMEOUT_S)
      .nullish()
      .transform((seconds) => seconds ?? DEFAULT_TIMEOUT_S),
    /** Answer when it has begun; what it says is kept in the sandbox, see the logs of its process. */
    background: z
      .boolean()
      .nullish()
      .transform((given) => given ?? false),
  })
  .openapi("Exec");
export type ExecInput = z.infer<typeof ExecInput>;

export const ExecResult = z
  .object({
    /** 128 and the number of the signal that ended it; 0 for one that has begun in the background. */
    exit_code: z.int(),
    stdout: z.string(),
    stderr: z.string(),
    /** As the sandbox numbers it. */
    pid: z.int(),
    /** It said more than is kept; a line in its place says how much. */
    truncated: z.boolean(),
  })
  .openapi("ExecResult");
export type ExecResult = z.infer<typeof ExecResult>;

export const SandboxProcess = z
  .object({ pid: z.int(), command: z.string(), running: z.boolean() })
  .openapi("SandboxProcess");
export type SandboxProcess = z.infer<typeof SandboxProcess>;

export const ProcessInput = z.object({ data: z.string() }).openapi("ProcessInput");
export type ProcessInput = z.infer<typeof ProcessInput>;

export const ProcessLogs = z
  .object({
    stdout: z.string(),
    stderr: z.string(),
    /** Both, what went to stdout first. */
    output: z.string(),
    /** Null while it runs. */
    exit_code: z.int().nullable(),
  })
  .openapi("ProcessLogs");
export type ProcessLogs = z.infer<typeof ProcessLogs>;

const id = z.string().max(200);

/** What a client sends over the channel `exec` of a sandbox's WebSocket. */
export const ExecMessage = z.discriminatedUnion("type", [
  ExecInput.omit({ background: true }).extend({ type: z.literal("exec_start"), id }),
  z.object({ type: z.literal("exec_connect"), id, pid: z.int().positive() }),
]);
export type ExecMessage = z.infer<typeof ExecMessage>;

/** What it hears. */
export type ExecReply =
  | { type: "exec_started"; id: string; pid: number }
  | { type: "exec_stdout" | "exec_stderr"; id: string; data: string }
  | { type: "exec_exit"; id: string; exit_code: number }
  | { type: "error"; id: string; message: string };
