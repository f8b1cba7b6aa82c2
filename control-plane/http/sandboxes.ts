import { createRoute, z } from "@hono/zod-openapi";
import { WaitQuery } from "#lib/api/attachments.ts";
import type { ErrorCode } from "#lib/api/error-codes.ts";
import { SandboxId, SnapshotId } from "#lib/api/ids.ts";
import {
  CreateSandboxInput,
  ListSandboxesQuery,
  RuntimeInfo,
  SANDBOX_FIELDS,
  Sandbox,
  SandboxMetrics,
  SetTimeoutInput,
} from "#lib/api/sandboxes.ts";
import { createSandbox } from "../sandboxes/create-sandbox.ts";
import { destroySandbox } from "../sandboxes/destroy-sandbox.ts";
import { forkSandbox } from "../sandboxes/fork-sandbox.ts";
import { getRuntimeInfo } from "../sandboxes/get-runtime-info.ts";
import { getSandbox } from "../sandboxes/get-sandbox.ts";
import { getSandboxMetrics } from "../sandboxes/get-sandbox-metrics.ts";
import { listSandboxes } from "../sandboxes/list-sandboxes.ts";
import { pauseSandbox } from "../sandboxes/pause-sandbox.ts";
import { resumeSandbox } from "../sandboxes/resume-sandbox.ts";
import { setSandboxTimeout } from "../sandboxes/set-sandbox-timeout.ts";
import type { App } from "./app.ts";
import { parseFields, pickFields } from "./pick-fields.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = teamRoute("Sandboxes");
const params = z.object({ id: SandboxId });
const include = z.literal("actions").optional().openapi({ description: "Also what the caller may do, and why not." });
const fields = z
  .string()
  .optional()
  .openapi({ description: "Only these fields, comma-separated.", example: "id,status" });
/** For changes that take time. */
const changeQuery = WaitQuery.extend({ include });
const keyHeaders = z.object({
  "idempotency-key": z
    .string()
    .min(1)
    .max(255)
    .optional()
    .openapi({ description: "The same key and input answer the same again, for a day." }),
});
const FIELDED = { noun: "sandbox", fields: SANDBOX_FIELDS };
/** `fields` leaves out what was not asked for. */
const SandboxFields = Sandbox.partial().openapi("SandboxFields");
const SandboxPage = z.object({
  items: z.array(SandboxFields),
  next_token: z.string().nullable(),
  has_next: z.boolean(),
});
const MOUNTING: ErrorCode[] = [
  "volume_not_found",
  "volume_invalid_mount_path",
  "volume_invalid_subpath",
  "volume_overlapping_mounts",
  "volume_limit_exceeded",
  "volume_backend_unavailable",
  "volume_backend_capability_unsupported",
];

const change = (query: z.infer<typeof changeQuery>) => ({
  wait: query.wait !== "false",
  actions: query.include === "actions",
});
const wantsActions = (asked: string | undefined, wanted: ReadonlySet<string> | null) =>
  asked === "actions" || wanted?.has("actions") === true;

const createSandboxRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes",
  operationId: "createSandbox",
  summary: "Make a sandbox, with its volumes mounted",
  request: { query: changeQuery, headers: keyHeaders, ...body(CreateSandboxInput) },
  responses: {
    201: answer(Sandbox, "The new sandbox."),
    ...refusals("template_not_found", "snapshot_not_found", "conflict", ...MOUNTING),
  },
});

const listSandboxesRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/sandboxes",
  operationId: "listSandboxes",
  summary: "List the sandboxes of the team",
  request: { query: ListSandboxesQuery.extend({ include, fields }) },
  responses: {
    200: answer(z.union([z.array(SandboxFields), SandboxPage]), "Newest first. A bare array; with `limit`, a page."),
    ...refusals("invalid_fields"),
  },
});

const getSandboxRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/sandboxes/{id}",
  operationId: "getSandbox",
  summary: "Get a sandbox",
  request: { params, query: z.object({ include, fields }) },
  responses: { 200: answer(SandboxFields, "The sandbox."), ...refusals("sandbox_not_found", "invalid_fields") },
});

const pauseSandboxRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/pause",
  operationId: "pauseSandbox",
  summary: "Hold every process still",
  request: { params, query: changeQuery },
  responses: { 200: answer(Sandbox, "The sandbox."), ...refusals("sandbox_not_found", "sandbox_not_ready") },
});

const resumeSandboxRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/resume",
  operationId: "resumeSandbox",
  summary: "Go on with a paused sandbox; `id` may be the snapshot that it was hibernated into",
  request: { params: z.object({ id: z.union([SandboxId, SnapshotId]) }), query: changeQuery },
  responses: {
    200: answer(Sandbox, "The sandbox, with every volume mounted."),
    ...refusals("sandbox_not_found", "snapshot_not_found", "sandbox_not_ready", ...MOUNTING),
  },
});

const forkSandboxRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/fork",
  operationId: "forkSandbox",
  summary: "Make a second sandbox with a copy of the files and the same volumes",
  request: { params, query: changeQuery, headers: keyHeaders },
  responses: {
    201: answer(Sandbox, "The new sandbox."),
    ...refusals("sandbox_not_found", "sandbox_not_ready", "conflict", ...MOUNTING),
  },
});

const destroySandboxRoute = createRoute({
  ...common,
  method: "delete",
  path: "/v1/sandboxes/{id}",
  operationId: "destroySandbox",
  summary: "End a sandbox and let its volumes go",
  request: { params, query: WaitQuery },
  responses: {
    200: answer(z.object({ id: SandboxId, status: z.literal("destroyed") }), "It is gone, or goes."),
    ...refusals("sandbox_not_found", "sandbox_not_ready"),
  },
});

const setTimeoutRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/timeout",
  operationId: "setSandboxTimeout",
  summary: "Say how long a sandbox may run from now on",
  request: { params, ...body(SetTimeoutInput) },
  responses: { 204: { description: "It is set." }, ...refusals("sandbox_not_found", "sandbox_not_ready") },
});

const metricsRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/sandboxes/{id}/metrics",
  operationId: "getSandboxMetrics",
  summary: "Ask what a sandbox uses",
  request: { params },
  responses: {
    200: answer(z.array(SandboxMetrics), "Now; nothing while it has no processes."),
    ...refusals("sandbox_not_found"),
  },
});

const runtimeRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/runtime",
  operationId: "getRuntimeInfo",
  summary: "Ask what this deployment can do",
  responses: { 200: answer(RuntimeInfo, "What it can do."), ...refusals() },
});

export function registerSandboxes(app: App): void {
  app.openapi(createSandboxRoute, async (c) => {
    const idempotencyKey = c.req.valid("header")["idempotency-key"];
    const call = { ...change(c.req.valid("query")), idempotencyKey };
    return c.json(await createSandbox(c.var.ctx, c.req.valid("json"), call), 201);
  });

  app.openapi(listSandboxesRoute, async (c) => {
    const { include, fields, ...query } = c.req.valid("query");
    const wanted = parseFields(fields, FIELDED);
    const { items, ...page } = await listSandboxes(c.var.ctx, query, { actions: wantsActions(include, wanted) });
    const picked = items.map((sandbox) => pickFields(sandbox, wanted));
    return c.json(query.limit === undefined ? picked : { items: picked, ...page }, 200);
  });

  app.openapi(getSandboxRoute, async (c) => {
    const { include, fields } = c.req.valid("query");
    const wanted = parseFields(fields, FIELDED);
    const { id } = c.req.valid("param");
    return c.json(pickFields(await getSandbox(c.var.ctx, id, { actions: wantsActions(include, wanted) }), wanted), 200);
  });

  app.openapi(pauseSandboxRoute, async (c) =>
    c.json(await pauseSandbox(c.var.ctx, c.req.valid("param").id, change(c.req.valid("query"))), 200),
  );

  app.openapi(resumeSandboxRoute, async (c) =>
    c.json(await resumeSandbox(c.var.ctx, c.req.valid("param").id, change(c.req.valid("query"))), 200),
  );

  app.openapi(forkSandboxRoute, async (c) => {
    const call = { ...change(c.req.valid("query")), idempotencyKey: c.req.valid("header")["idempotency-key"] };
    return c.json(await forkSandbox(c.var.ctx, c.req.valid("param").id, call), 201);
  });

  app.openapi(destroySandboxRoute, async (c) => {
    const { id } = c.req.valid("param");
    await destroySandbox(c.var.ctx, id, { wait: c.req.valid("query").wait !== "false" });
    return c.json({ id, status: "destroyed" as const }, 200);
  });

  app.openapi(setTimeoutRoute, async (c) => {
    await setSandboxTimeout(c.var.ctx, c.req.valid("param").id, c.req.valid("json"));
    return c.body(null, 204);
  });

  app.openapi(metricsRoute, async (c) => c.json(await getSandboxMetrics(c.var.ctx, c.req.valid("param").id), 200));

  app.openapi(runtimeRoute, async (c) => c.json(getRuntimeInfo(c.var.ctx), 200));
}
