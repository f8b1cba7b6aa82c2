import { createRoute, z } from "@hono/zod-openapi";
import { ExecInput, ExecResult, ProcessInput, ProcessLogs, SandboxProcess } from "#lib/api/exec.ts";
import { SandboxId } from "#lib/api/ids.ts";
import { execInSandbox } from "../sandboxes/exec-in-sandbox.ts";
import { killProcess } from "../sandboxes/kill-process.ts";
import { listProcesses } from "../sandboxes/list-processes.ts";
import { readProcessLogs } from "../sandboxes/read-process-logs.ts";
import { writeProcessInput } from "../sandboxes/write-process-input.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = teamRoute("Processes");
const params = z.object({ id: SandboxId });
const processParams = params.extend({ pid: z.coerce.number().int().positive() });

const execRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/exec",
  operationId: "execInSandbox",
  summary: "Run a command",
  request: { params, ...body(ExecInput) },
  responses: {
    200: answer(ExecResult, "How it ended; a command that fails is an answer too."),
    ...refusals("sandbox_not_found", "sandbox_not_ready", "exec_timeout"),
  },
});

const listProcessesRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/sandboxes/{id}/processes",
  operationId: "listProcesses",
  summary: "List what runs inside",
  request: { params },
  responses: { 200: answer(z.array(SandboxProcess), "Now."), ...refusals("sandbox_not_found", "sandbox_not_ready") },
});

const killProcessRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/processes/{pid}/kill",
  operationId: "killProcess",
  summary: "End a process",
  request: { params: processParams },
  responses: { 204: { description: "It is ended." }, ...refusals("sandbox_not_found", "sandbox_not_ready") },
});

const writeInputRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/processes/{pid}/stdin",
  operationId: "writeProcessInput",
  summary: "Send text to a background command",
  request: { params: processParams, ...body(ProcessInput) },
  responses: {
    204: { description: "It is sent." },
    ...refusals("sandbox_not_found", "sandbox_not_ready", "not_found"),
  },
});

const logsRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/sandboxes/{id}/processes/{pid}/logs",
  operationId: "readProcessLogs",
  summary: "Read what a background command has said",
  request: { params: processParams },
  responses: {
    200: answer(ProcessLogs, "So far."),
    ...refusals("sandbox_not_found", "sandbox_not_ready", "not_found"),
  },
});

export function registerSandboxExec(app: App): void {
  app.openapi(execRoute, async (c) =>
    c.json(await execInSandbox(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), c.req.raw.signal), 200),
  );

  app.openapi(listProcessesRoute, async (c) => c.json(await listProcesses(c.var.ctx, c.req.valid("param").id), 200));

  app.openapi(killProcessRoute, async (c) => {
    const { id, pid } = c.req.valid("param");
    await killProcess(c.var.ctx, id, pid);
    return c.body(null, 204);
  });

  app.openapi(writeInputRoute, async (c) => {
    const { id, pid } = c.req.valid("param");
    await writeProcessInput(c.var.ctx, id, pid, c.req.valid("json").data);
    return c.body(null, 204);
  });

  app.openapi(logsRoute, async (c) => {
    const { id, pid } = c.req.valid("param");
    return c.json(await readProcessLogs(c.var.ctx, id, pid), 200);
  });
}
