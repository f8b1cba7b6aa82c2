import { createRoute, z } from "@hono/zod-openapi";
import type { WebSocket } from "ws";
import { ApiError } from "#lib/api/api-error.ts";
import { SandboxId } from "#lib/api/ids.ts";
import { TerminalMessage, TerminalTicket } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { recheckCaller } from "../identity/recheck-caller.ts";
import type { Terminal } from "../runtimes/runtime.ts";
import { createTerminalToken } from "../sandboxes/create-terminal-token.ts";
import { runningSandbox } from "../sandboxes/running-sandbox.ts";
import { spendTerminalToken } from "../sandboxes/spend-terminal-token.ts";
import type { App } from "./app.ts";
import { keepAlive } from "./keep-alive.ts";
import { refusals } from "./refusals.ts";
import { relay } from "./relay.ts";
import { answer, teamRoute } from "./team-route.ts";
import { acceptSocket } from "./upgrades.ts";

/** How long a terminal may outlive the right to it, in milliseconds. */
const RECHECK_MS = 5_000;
/** Until the browser has measured its own. */
const FIRST_SIZE = { columns: 80, rows: 24 };
const NORMAL = 1000;
const GOING_AWAY = 1001;
const UNAUTHORIZED = 4401;

const params = z.object({ id: SandboxId });

const createTokenRoute = createRoute({
  ...teamRoute("Processes"),
  method: "post",
  path: "/v1/sandboxes/{id}/terminal",
  operationId: "createTerminalToken",
  summary: "Get the address of a terminal, good for one use within a minute",
  request: { params },
  responses: { 200: answer(TerminalTicket, "The address."), ...refusals("sandbox_not_found", "sandbox_not_ready") },
});

const openRoute = createRoute({
  tags: ["Processes"],
  security: [{ terminalToken: [] }],
  method: "get",
  path: "/v1/sandboxes/{id}/terminal",
  operationId: "openTerminal",
  summary: "A shell on a terminal, over a WebSocket",
  description:
    'Binary frames are the bytes of the terminal, both ways. A text frame `{"type":"resize","columns":80,"rows":24}` sets its size; `{"type":"exit","exit_code":0}` says that the shell has ended.',
  request: { params, query: z.object({ token: z.string().min(1).max(200) }) },
  responses: { 101: { description: "The WebSocket." }, ...refusals("sandbox_not_found", "sandbox_not_ready") },
});

function resize(terminal: Terminal, text: string): void {
  try {
    const { columns, rows } = TerminalMessage.parse(JSON.parse(text));
    // The terminal may have ended meanwhile.
    terminal.resize(columns, rows).catch(() => {});
  } catch {
    // What cannot be understood is left: the size stays.
  }
}

/** Closes the terminal soon after the right to it has ended. */
function watchRight(ctx: Context, socket: WebSocket): () => void {
  const timer = setInterval(() => {
    recheckCaller(ctx.system, ctx.caller, ctx.team, ctx.requestId)
      .then((now) => authorize(now, "sandboxes:write"))
      .catch((error: unknown) => {
        if (error instanceof ApiError) socket.close(UNAUTHORIZED, "the right to this terminal has ended");
      });
  }, RECHECK_MS);
  return () => clearInterval(timer);
}

function serveTerminal(ctx: Context, socket: WebSocket, terminal: Terminal): void {
  const { stopping } = ctx.system;
  const leave = () => socket.close(GOING_AWAY, "the control plane stops");
  stopping.addEventListener("abort", leave);
  const stops = [keepAlive(socket), watchRight(ctx, socket), () => stopping.removeEventListener("abort", leave)];
  socket.once("close", () => {
    for (const stop of stops) stop();
    terminal.kill();
  });
  for (const output of [terminal.stdout, terminal.stderr])
    relay(socket, output, (chunk, sent) => socket.send(chunk, { binary: true }, sent));
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) return resize(terminal, data.toString());
    if (terminal.stdin.write(data)) return;
    // A shell that does not read holds back who types, not this process's memory.
    socket.pause();
    terminal.stdin.once("drain", () => socket.resume());
  });
  void terminal.ended.then(({ exitCode }) => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify({ type: "exit", exit_code: exitCode }));
    socket.close(NORMAL, "the shell has ended");
  });
}

export function registerTerminal(app: App): void {
  app.openapi(createTokenRoute, async (c) =>
    c.json(await createTerminalToken(c.var.ctx, c.req.valid("param").id), 200),
  );

  app.openapi(openRoute, async (c) => {
    const { system, requestId } = c.var;
    const { id } = c.req.valid("param");
    const origin = c.req.header("origin");
    if (origin !== undefined && !system.config.dashboardOrigins.includes(origin))
      throw new ApiError("forbidden", "Only pages of the dashboard may open a terminal.", {
        suggestedAction: "The operator can add this origin to NULLSPACE_DASHBOARD_ORIGINS.",
      });
    // Before the token is spent: it is good for a WebSocket alone.
    if (c.env.upgrade === undefined) throw new ApiError("invalid_request", "This route is a WebSocket.");
    const ctx = await spendTerminalToken(system, id, c.req.valid("query").token, requestId);
    authorize(ctx, "sandboxes:write");
    await runningSandbox(ctx, id);
    const terminal = await system.runtime.openTerminal(id, FIRST_SIZE);
    // The socket is the answer: no type of a body fits it.
    return acceptSocket(c, (socket) => serveTerminal(ctx, socket, terminal)) as never;
  });
}
