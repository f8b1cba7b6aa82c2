import { createRoute, z } from "@hono/zod-openapi";
import {
  AttachmentDetail,
  AttachmentsInput,
  AttachmentsResult,
  IncludeActionsQuery,
  ListAttachmentsQuery,
  MountRequest,
  VolumeAttachment,
  WaitQuery,
} from "#lib/api/attachments.ts";
import { AttachmentId, SandboxId, VolumeId } from "#lib/api/ids.ts";
import { attachVolume } from "../attachments/attach-volume.ts";
import { detachAttachments, remountAttachments } from "../attachments/change-many.ts";
import { detachVolume } from "../attachments/detach-volume.ts";
import { getAttachment } from "../attachments/get-attachment.ts";
import { getAttachmentHealth } from "../attachments/get-attachment-health.ts";
import { listAttachments } from "../attachments/list-attachments.ts";
import { listSandboxAttachments } from "../attachments/list-sandbox-attachments.ts";
import { listVolumeAttachments } from "../attachments/list-volume-attachments.ts";
import { remountVolume } from "../attachments/remount-volume.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = teamRoute("Attachments");
const ofSandbox = z.object({ id: SandboxId });
const ofVolume = z.object({ id: VolumeId });
const one = z.object({ id: SandboxId, attachment_id: AttachmentId });
const ChangeQuery = WaitQuery.extend(IncludeActionsQuery.shape);

const refOf = ({ id, attachment_id }: z.infer<typeof one>) => ({ sandboxId: id, attachmentId: attachment_id });
const actionsOf = ({ include }: z.infer<typeof IncludeActionsQuery>) => ({ actions: include === "actions" });
const optionsOf = (query: z.infer<typeof ChangeQuery>) => ({ wait: query.wait !== "false", ...actionsOf(query) });

const attachRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/volumes",
  operationId: "attachVolume",
  summary: "Mount a volume into a running sandbox",
  request: { params: ofSandbox, query: ChangeQuery, ...body(MountRequest) },
  responses: {
    201: answer(VolumeAttachment, "The attachment: `mounted`, or as it is after 10 s."),
    ...refusals(
      "sandbox_not_found",
      "sandbox_not_ready",
      "volume_not_found",
      "volume_invalid_mount_path",
      "volume_invalid_subpath",
      "volume_overlapping_mounts",
      "volume_limit_exceeded",
      "volume_backend_capability_unsupported",
    ),
  },
});

const listOfSandboxRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/sandboxes/{id}/volumes",
  operationId: "listSandboxAttachments",
  summary: "List the active attachments of a sandbox",
  request: { params: ofSandbox, query: IncludeActionsQuery },
  responses: {
    200: answer(z.array(VolumeAttachment), "In the order they were asked for."),
    ...refusals("sandbox_not_found"),
  },
});

const listOfVolumeRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/volumes/{id}/attachments",
  operationId: "listVolumeAttachments",
  summary: "List the active attachments of a volume",
  request: { params: ofVolume, query: IncludeActionsQuery },
  responses: { 200: answer(z.array(VolumeAttachment), "The oldest first."), ...refusals("volume_not_found") },
});

const listRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/attachments",
  operationId: "listAttachments",
  summary: "List the attachments of the team",
  request: { query: ListAttachmentsQuery },
  responses: { 200: answer(z.array(VolumeAttachment), "The newest 1,000 first."), ...refusals() },
});

const getOfTeamRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/attachments/{id}",
  operationId: "getAttachment",
  summary: "Get an attachment with its last checks",
  request: { params: z.object({ id: AttachmentId }), query: IncludeActionsQuery },
  responses: { 200: answer(AttachmentDetail, "The attachment."), ...refusals("attachment_not_found") },
});

const getRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/sandboxes/{id}/volumes/{attachment_id}",
  operationId: "getSandboxAttachment",
  summary: "Get an attachment of a sandbox with its last checks",
  request: { params: one, query: IncludeActionsQuery },
  responses: { 200: answer(AttachmentDetail, "The attachment."), ...refusals("attachment_not_found") },
});

const healthRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/sandboxes/{id}/volumes/{attachment_id}/health",
  operationId: "getAttachmentHealth",
  summary: "Look at a mount from inside the sandbox",
  request: { params: one, query: IncludeActionsQuery },
  responses: { 200: answer(VolumeAttachment, "The attachment after the look."), ...refusals("attachment_not_found") },
});

const remountRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/sandboxes/{id}/volumes/{attachment_id}/remount",
  operationId: "remountVolume",
  summary: "Replace a live mount in place",
  request: { params: one, query: ChangeQuery },
  responses: {
    200: answer(VolumeAttachment, "The attachment: `mounted`, or as it is after 10 s."),
    ...refusals("attachment_not_found", "sandbox_not_ready", "conflict", "volume_backend_capability_unsupported"),
  },
});

const detachRoute = createRoute({
  ...common,
  method: "delete",
  path: "/v1/sandboxes/{id}/volumes/{attachment_id}",
  operationId: "detachVolume",
  summary: "Detach a volume",
  request: { params: one, query: ChangeQuery },
  responses: {
    200: answer(VolumeAttachment, "The attachment: `released`, or as it is after 10 s."),
    ...refusals("attachment_not_found"),
  },
});

const detachManyRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/attachments/detach",
  operationId: "detachAttachments",
  summary: "Detach up to 100 attachments",
  request: { query: ChangeQuery, ...body(AttachmentsInput) },
  responses: { 200: answer(AttachmentsResult, "How each ended."), ...refusals() },
});

const remountManyRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/attachments/remount",
  operationId: "remountAttachments",
  summary: "Remount up to 100 attachments",
  request: { query: ChangeQuery, ...body(AttachmentsInput) },
  responses: { 200: answer(AttachmentsResult, "How each ended."), ...refusals() },
});

export function registerAttachments(app: App): void {
  app.openapi(attachRoute, async (c) => {
    const options = optionsOf(c.req.valid("query"));
    return c.json(await attachVolume(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), options), 201);
  });
  app.openapi(listOfSandboxRoute, async (c) =>
    c.json(await listSandboxAttachments(c.var.ctx, c.req.valid("param").id, actionsOf(c.req.valid("query"))), 200),
  );
  app.openapi(listOfVolumeRoute, async (c) =>
    c.json(await listVolumeAttachments(c.var.ctx, c.req.valid("param").id, actionsOf(c.req.valid("query"))), 200),
  );
  app.openapi(listRoute, async (c) => c.json(await listAttachments(c.var.ctx, c.req.valid("query")), 200));
  app.openapi(getOfTeamRoute, async (c) => {
    const ref = { attachmentId: c.req.valid("param").id };
    return c.json(await getAttachment(c.var.ctx, ref, actionsOf(c.req.valid("query"))), 200);
  });
  app.openapi(getRoute, async (c) =>
    c.json(await getAttachment(c.var.ctx, refOf(c.req.valid("param")), actionsOf(c.req.valid("query"))), 200),
  );
  app.openapi(healthRoute, async (c) =>
    c.json(await getAttachmentHealth(c.var.ctx, refOf(c.req.valid("param")), actionsOf(c.req.valid("query"))), 200),
  );
  app.openapi(remountRoute, async (c) =>
    c.json(await remountVolume(c.var.ctx, refOf(c.req.valid("param")), optionsOf(c.req.valid("query"))), 200),
  );
  app.openapi(detachRoute, async (c) =>
    c.json(await detachVolume(c.var.ctx, refOf(c.req.valid("param")), optionsOf(c.req.valid("query"))), 200),
  );
  app.openapi(detachManyRoute, async (c) =>
    c.json(await detachAttachments(c.var.ctx, c.req.valid("json"), optionsOf(c.req.valid("query"))), 200),
  );
  app.openapi(remountManyRoute, async (c) =>
    c.json(await remountAttachments(c.var.ctx, c.req.valid("json"), optionsOf(c.req.valid("query"))), 200),
  );
}
