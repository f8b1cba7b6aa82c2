import { createRoute, z } from "@hono/zod-openapi";
import { WaitQuery } from "#lib/api/attachments.ts";
import { SandboxId, SnapshotId } from "#lib/api/ids.ts";
import { ListSnapshotsQuery, Snapshot } from "#lib/api/sandboxes.ts";
import { createSnapshot } from "../sandboxes/create-snapshot.ts";
import { deleteSnapshot } from "../sandboxes/delete-snapshot.ts";
import { getSnapshot } from "../sandboxes/get-snapshot.ts";
import { hibernateSandbox } from "../sandboxes/hibernate-sandbox.ts";
import { listSnapshots } from "../sandboxes/list-snapshots.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, teamRoute } from "./team-route.ts";

const common = teamRoute("Snapshots");
const ofSandbox = z.object({ id: SandboxId });
const ofSnapshot = z.object({ id: SnapshotId });

const createSnapshotRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/snapshots",
  operationId: "createSnapshot",
  summary: "Save a copy of a sandbox's files, to make others from",
  request: { params: ofSandbox, headers: z.object({ "idempotency-key": z.string().min(1).max(255).optional() }) },
  responses: {
    201: answer(Snapshot, "The snapshot."),
    ...refusals("sandbox_not_found", "sandbox_not_ready", "conflict", "volume_backend_unavailable"),
  },
});

const hibernateSandboxRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/hibernate",
  operationId: "hibernateSandbox",
  summary: "End a sandbox's processes and keep its files, to resume from",
  request: { params: ofSandbox, query: WaitQuery.extend({ include: z.literal("actions").optional() }) },
  responses: {
    200: answer(Snapshot, "What it resumes from."),
    ...refusals("sandbox_not_found", "sandbox_not_ready", "volume_backend_unavailable"),
  },
});

const listSnapshotsRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/snapshots",
  operationId: "listSnapshots",
  summary: "List the snapshots of the team",
  request: { query: ListSnapshotsQuery },
  responses: { 200: answer(z.array(Snapshot), "Newest first."), ...refusals() },
});

const getSnapshotRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/snapshots/{id}",
  operationId: "getSnapshot",
  summary: "Get a snapshot",
  request: { params: ofSnapshot },
  responses: { 200: answer(Snapshot, "The snapshot."), ...refusals("snapshot_not_found") },
});

const deleteSnapshotRoute = createRoute({
  ...common,
  method: "delete",
  path: "/v1/snapshots/{id}",
  operationId: "deleteSnapshot",
  summary: "Delete a snapshot",
  request: { params: ofSnapshot },
  responses: { 204: { description: "It is gone." }, ...refusals("snapshot_not_found", "snapshot_in_use") },
});

export function registerSnapshots(app: App): void {
  app.openapi(createSnapshotRoute, async (c) => {
    const idempotencyKey = c.req.valid("header")["idempotency-key"];
    return c.json(await createSnapshot(c.var.ctx, c.req.valid("param").id, { idempotencyKey }), 201);
  });

  app.openapi(hibernateSandboxRoute, async (c) => {
    const wait = c.req.valid("query").wait !== "false";
    return c.json(await hibernateSandbox(c.var.ctx, c.req.valid("param").id, { wait }), 200);
  });

  app.openapi(listSnapshotsRoute, async (c) => c.json(await listSnapshots(c.var.ctx, c.req.valid("query")), 200));

  app.openapi(getSnapshotRoute, async (c) => c.json(await getSnapshot(c.var.ctx, c.req.valid("param").id), 200));

  app.openapi(deleteSnapshotRoute, async (c) => {
    await deleteSnapshot(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  });
}
