import { createRoute, z } from "@hono/zod-openapi";
import { VolumeId } from "#lib/api/ids.ts";
import { CreateVolumeInput, ObservedVolume, ObserveVolumeQuery, VOLUME_FIELDS, Volume } from "#lib/api/volumes.ts";
import { createVolume } from "../volumes/create-volume.ts";
import { deleteVolume } from "../volumes/delete-volume.ts";
import { getVolume } from "../volumes/get-volume.ts";
import { getVolumeByName } from "../volumes/get-volume-by-name.ts";
import { listVolumes } from "../volumes/list-volumes.ts";
import { observeVolume } from "../watching/observe-volume.ts";
import type { App } from "./app.ts";
import { parseFields, pickFields } from "./pick-fields.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = teamRoute("Volumes");
const params = z.object({ id: VolumeId });
const query = z.object({
  fields: z.string().optional().openapi({ description: "Only these fields, comma-separated.", example: "id,name" }),
  include: z.literal("actions").optional().openapi({ description: "Also what the caller may do, and why not." }),
});
/** `fields` leaves out what was not asked for. */
const VolumeFields = Volume.partial().openapi("VolumeFields");

const FIELDED = { noun: "volume", fields: VOLUME_FIELDS };

const wantsActions = (include: string | undefined, fields: ReadonlySet<string> | null) =>
  include === "actions" || fields?.has("actions") === true;

const createVolumeRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/volumes",
  operationId: "createVolume",
  summary: "Make a volume",
  request: body(CreateVolumeInput),
  responses: { 201: answer(Volume, "The new volume."), ...refusals("volume_name_conflict") },
});

const listVolumesRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/volumes",
  operationId: "listVolumes",
  summary: "List the volumes of the team",
  request: { query },
  responses: { 200: answer(z.array(VolumeFields), "By name."), ...refusals("invalid_fields") },
});

const getVolumeByNameRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/volumes/by-name/{name}",
  operationId: "getVolumeByName",
  summary: "Find a volume by its name",
  request: { params: z.object({ name: z.string() }), query },
  responses: { 200: answer(VolumeFields, "The volume."), ...refusals("not_found", "invalid_fields") },
});

const getVolumeRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/volumes/{id}",
  operationId: "getVolume",
  summary: "Get a volume",
  request: { params, query },
  responses: { 200: answer(VolumeFields, "The volume."), ...refusals("volume_not_found", "invalid_fields") },
});

const deleteVolumeRoute = createRoute({
  ...common,
  method: "delete",
  path: "/v1/volumes/{id}",
  operationId: "deleteVolume",
  summary: "Delete a volume and all in it",
  request: { params },
  responses: { 204: { description: "It is gone." }, ...refusals("volume_not_found", "volume_busy") },
});

const observeVolumeRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/volumes/{id}/observe",
  operationId: "observeVolume",
  summary: "Watch directories for a minute",
  description: "What changes in them directly on the disk comes as `file.changed` events. Ask again while you look.",
  request: { params, query: ObserveVolumeQuery },
  responses: { 200: answer(ObservedVolume, "Until when."), ...refusals("volume_not_found") },
});

export function registerVolumes(app: App): void {
  app.openapi(createVolumeRoute, async (c) => c.json(await createVolume(c.var.ctx, c.req.valid("json")), 201));

  app.openapi(listVolumesRoute, async (c) => {
    const { fields, include } = c.req.valid("query");
    const wanted = parseFields(fields, FIELDED);
    const volumes = await listVolumes(c.var.ctx, { actions: wantsActions(include, wanted) });
    return c.json(
      volumes.map((volume) => pickFields(volume, wanted)),
      200,
    );
  });

  app.openapi(getVolumeByNameRoute, async (c) => {
    const { fields, include } = c.req.valid("query");
    const wanted = parseFields(fields, FIELDED);
    const { name } = c.req.valid("param");
    return c.json(
      pickFields(await getVolumeByName(c.var.ctx, name, { actions: wantsActions(include, wanted) }), wanted),
      200,
    );
  });

  app.openapi(getVolumeRoute, async (c) => {
    const { fields, include } = c.req.valid("query");
    const wanted = parseFields(fields, FIELDED);
    const { id } = c.req.valid("param");
    return c.json(pickFields(await getVolume(c.var.ctx, id, { actions: wantsActions(include, wanted) }), wanted), 200);
  });

  app.openapi(deleteVolumeRoute, async (c) => {
    await deleteVolume(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  });

  app.openapi(observeVolumeRoute, async (c) =>
    c.json(await observeVolume(c.var.ctx, c.req.valid("param").id, c.req.valid("query").path), 200),
  );
}
