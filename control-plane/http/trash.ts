import { createRoute, z } from "@hono/zod-openapi";
import { BulkResult, EmptyTrashInput, PathsInput, RestoreTrashInput, TrashEntry } from "#lib/api/files.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { emptyTrash } from "../files/empty-trash.ts";
import { listTrash } from "../files/list-trash.ts";
import { restoreTrash } from "../files/restore-trash.ts";
import { trashVolumeFiles } from "../files/trash-volume-files.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = teamRoute("Trash");
const params = z.object({ id: VolumeId });
const Emptied = z.object({ count: z.int().nonnegative(), freed_bytes: z.int().nonnegative() });

const listRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/volumes/{id}/trash",
  operationId: "listTrash",
  summary: "List the trash of a volume",
  request: { params },
  responses: { 200: answer(z.array(TrashEntry), "The latest first."), ...refusals("volume_not_found") },
});

const trashRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/volumes/{id}/trash",
  operationId: "trashVolumeFiles",
  summary: "Move files and directories to the trash",
  request: { params, ...body(PathsInput) },
  responses: { 200: answer(BulkResult, "How each path ended."), ...refusals("volume_not_found") },
});

const restoreRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/volumes/{id}/trash/restore",
  operationId: "restoreTrash",
  summary: "Bring entries back from the trash",
  request: { params, ...body(RestoreTrashInput) },
  responses: { 200: answer(BulkResult, "How each entry ended."), ...refusals("volume_not_found") },
});

const emptyRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/volumes/{id}/trash/empty",
  operationId: "emptyTrash",
  summary: "Remove entries of the trash for good, or all of it",
  request: { params, ...body(EmptyTrashInput) },
  responses: { 200: answer(Emptied, "How many went and what is free now."), ...refusals("volume_not_found") },
});

export function registerTrash(app: App): void {
  app.openapi(listRoute, async (c) => c.json(await listTrash(c.var.ctx, c.req.valid("param").id), 200));

  app.openapi(trashRoute, async (c) =>
    c.json(await trashVolumeFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("json").paths), 200),
  );

  app.openapi(restoreRoute, async (c) =>
    c.json(await restoreTrash(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );

  app.openapi(emptyRoute, async (c) =>
    c.json(await emptyTrash(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
}
