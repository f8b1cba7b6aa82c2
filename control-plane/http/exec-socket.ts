import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";
import { createRoute, z } from "@hono/zod-openapi";
import type { WebSocket } from "ws";
import { ApiError } from "#lib/api/api-error.ts";
import { ExecMessage, type ExecReply } from "#lib/api/exec.ts";
import { SandboxId } from "#lib/api/ids.ts";
import { SandboxWatchStart } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import type { RunningCommand } from "../runtimes/runtime.ts";
import { holdSandboxWatch } from "../sandbox-files/hold-sandbox-watch.ts";
import { watchSandboxFiles } from "../sandbox-files/watch-sandbox-files.ts";
import { commandOf } from "../sandboxes/command-of.ts";
import { readProcessOutput } from "../sandboxes/read-process-logs.ts";
import { lateCommand, runWithin } from "../sandboxes/run-within.ts";
import { runningSandbox } from "../sandboxes/running-sandbox.ts";
import type { App } from "./app.ts";
import { keepAlive } from "./keep-alive.ts";
import { refusals } from "./refusals.ts";
import { relay } from "./relay.ts";
import { serveWatch } from "./serve-watch.ts";
import { teamRoute } from "./team-route.ts";
import { acceptSocket } from "./upgrades.ts";
import { identifyCaller } from "./with-team.ts";

/** Commands of one socket that may run at once. */
const MAX_COMMANDS = 16;
/** How often a background command's output is looked at, in milliseconds. */
const LOOK_MS = 100;
/** How long a command may outlive the right to run it, in milliseconds. */
const RECHECK_MS = 5_000;
const GOING_AWAY = 1001;
const UNAUTHORIZED = 4401;

const execSocketRoute = createRoute({
  ...teamRoute("Processes"),
  method: "get",
  path: "/v1/sandboxes/{id}/ws",
  operationId: "streamExec",
  summary: "Run commands, or watch files, over a WebSocket",
  description:
    "With `channel=exec`, send `exec_start` with `id` and `command`, or `exec_connect` with `id` and the `pid` of a background command. The answers are `exec_started`, `exec_stdout`, `exec_stderr`, `exec_exit` and `error`, each with that `id`. Commands end with the socket. Without `channel`, send `file_watch` with `id`, `path` and `recursive`, as to a volume: the answers are `file_watch_started`, then `file_event` for each change, and `error` when it ends, as it does when the sandbox stops. A page, which can set no header, offers the subprotocols `nullspace.v1` and `nullspace.bearer.` with its key behind the dot.",
  request: { params: z.object({ id: SandboxId }), query: z.object({ channel: z.enum(["exec"]).optional() }) },
  responses: {
    101: { description: "The WebSocket." },
    ...refusals("sandbox_not_found", "sandbox_not_ready"),
  },
});

type Serving = { ctx: Context; id: SandboxId; socket: WebSocket; gone: AbortSignal };
type Start = Extract<ExecMessage, { type: "exec_start" }>;
type Connect = Extract<ExecMessage, { type: "exec_connect" }>;

const tell = (socket: WebSocket, reply: ExecReply, sent?: () => void) => {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(reply), sent);
};

async function start({ ctx, id, socket, gone }: Serving, message: Start): Promise<void> {
  const sandbox = await runningSandbox(ctx, id);
  const limit = { seconds: message.timeout_secs, signal: gone };
  const begun = ({ pid, stdin, stdout, stderr }: RunningCommand) => {
    stdin.end();
    tell(socket, { type: "exec_started", id: message.id, pid });
    for (const [type, output] of [
      ["exec_stdout", stdout],
      ["exec_stderr", stderr],
    ] as const) {
      // A character may come in two pieces.
      const decoder = new StringDecoder("utf8");
      relay(socket, output, (chunk, sent) => {
        tell(socket, { type, id: message.id, data: decoder.write(chunk) }, sent);
      });
    }
    return pid;
  };
  const { ended, began } = await runWithin(ctx.system.runtime, id, commandOf(sandbox, message), limit, begun);
  if (ended === null) throw lateCommand(limit.seconds, began !== null, {});
  tell(socket, { type: "exec_exit", id: message.id, exit_code: ended.exitCode });
}

async function connect({ ctx, id, socket, gone }: Serving, { id: name, pid }: Connect): Promise<void> {
  const known = { stdout: 0, stderr: 0 };
  const decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  for (let first = true; !gone.aborted; first = false) {
    await runningSandbox(ctx, id);
    const { exitCode, ...said } = await readProcessOutput(ctx, id, pid, known);
    if (first) tell(socket, { type: "exec_started", id: name, pid });
    for (const output of ["stdout", "stderr"] as const) {
      known[output] += said[output].length;
      const data = decoders[output].write(said[output]);
      if (data !== "") tell(socket, { type: `exec_${output}`, id: name, data });
    }
    if (exitCode !== null) return tell(socket, { type: "exec_exit", id: name, exit_code: exitCode });
    await sleep(LOOK_MS, undefined, { signal: gone }).catch(() => {});
  }
}

/** The id of a message that is otherwise wrong: without it the client would not know the answer for its own. */
const idOf = (text: string): string => /"id"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1] ?? "";

function parse(text: string): ExecMessage {
  const given = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  })();
  const parsed = ExecMessage.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ApiError("invalid_request", `${issue?.path.join(".") || "message"}: ${issue?.message}`);
}

async function act(serving: Serving, text: string): Promise<void> {
  const { ctx, socket } = serving;
  try {
    const message = parse(text);
    await (message.type === "exec_start" ? start(serving, message) : connect(serving, message));
  } catch (error) {
    const known = error instanceof ApiError;
    if (!known) ctx.system.log.error({ err: error, request_id: ctx.requestId }, "a command over a socket failed");
    const message = known ? error.message : "The command failed on our side. Try again.";
    tell(socket, { type: "error", id: idOf(text), message });
  }
}

function serveCommands(ctx: Context, id: SandboxId, socket: WebSocket, recheck: () => Promise<Context>): void {
  const gone = new AbortController();
  const { stopping } = ctx.system;
  const leave = () => socket.close(GOING_AWAY, "the control plane stops");
  stopping.addEventListener("abort", leave);
  const stopPings = keepAlive(socket);
  const rechecks = setInterval(() => {
    recheck()
      .then((now) => authorize(now, "sandboxes:write"))
      .catch((error: unknown) => {
        if (error instanceof ApiError) socket.close(UNAUTHORIZED, "the right to this has ended");
      });
  }, RECHECK_MS);
  socket.once("close", () => {
    clearInterval(rechecks);
    stopPings();
    stopping.removeEventListener("abort", leave);
    gone.abort();
  });
  let running = 0;
  socket.on("message", (data: Buffer) => {
    const text = data.toString();
    if (running >= MAX_COMMANDS)
      return tell(socket, { type: "error", id: idOf(text), message: `Only ${MAX_COMMANDS} commands run at once.` });
    running++;
    void act({ ctx, id, socket, gone: gone.signal }, text).finally(() => running--);
  });
}

export function registerExecSocket(app: App): void {
  app.openapi(execSocketRoute, async (c) => {
    const { ctx } = c.var;
    const { id } = c.req.valid("param");
    const { channel } = c.req.valid("query");
    authorize(ctx, channel === "exec" ? "sandboxes:write" : "sandboxes:read");
    await runningSandbox(ctx, id);
    const recheck = () => identifyCaller(c);
    // The socket is the answer: no type of a body fits it.
    if (channel === undefined) {
      c.env.upgrade?.socket.once("close", holdSandboxWatch(ctx));
      return acceptSocket(c, (socket) =>
        serveWatch(socket, ctx, SandboxWatchStart, (start, hooks) =>
          watchSandboxFiles(ctx, id, start, { ...hooks, recheck }),
        ),
      ) as never;
    }
    return acceptSocket(c, (socket) => serveCommands(ctx, id, socket, recheck)) as never;
  });
}
