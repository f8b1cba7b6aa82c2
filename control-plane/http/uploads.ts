import type { CompleteUploadInput } from "#lib/api/uploads.ts";
import { PART_SHA256_HEADER } from "#lib/api/uploads.ts";
import { bodyOf } from "../transfers/body-of.ts";
import { abortUpload } from "../uploads/abort-upload.ts";
import { completeUpload } from "../uploads/complete-upload.ts";
import { createPartGrant } from "../uploads/create-part-grant.ts";
import { createUpload } from "../uploads/create-upload.ts";
import { getUpload } from "../uploads/get-upload.ts";
import { listUploads } from "../uploads/list-uploads.ts";
import { receivePart } from "../uploads/receive-part.ts";
import { updateUpload } from "../uploads/update-upload.ts";
import type { App } from "./app.ts";
import { INTO_SANDBOXES, INTO_VOLUMES, type UploadKind } from "./upload-kinds.ts";
import { uploadRoutes } from "./upload-routes.ts";

function registerUploadsOf(app: App, kind: UploadKind): void {
  const routes = uploadRoutes(kind);
  app.openapi(routes.createUpload, async (c) => {
    const key = c.req.valid("header")["idempotency-key"];
    return c.json(await createUpload(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), key), 200);
  });
  app.openapi(routes.listUploads, async (c) =>
    c.json(await listUploads(c.var.ctx, c.req.valid("param").id, c.req.valid("query")), 200),
  );
  app.openapi(routes.updateUpload, async (c) => {
    const { id, upload_id } = c.req.valid("param");
    return c.json(await updateUpload(c.var.ctx, id, upload_id, c.req.valid("json")), 200);
  });
  app.openapi(routes.getUpload, async (c) => {
    const { id, upload_id } = c.req.valid("param");
    return c.json(await getUpload(c.var.ctx, id, upload_id), 200);
  });
  app.openapi(routes.putPart, async (c) => {
    const { id, upload_id, number } = c.req.valid("param");
    const session = await receivePart(c.var.ctx, id, upload_id, number, {
      ...bodyOf(c.env.incoming, false),
      sha256: c.req.valid("header")[PART_SHA256_HEADER],
    });
    return c.json(session, 200);
  });
  app.openapi(routes.createPartGrant, async (c) => {
    const { id, upload_id } = c.req.valid("param");
    return c.json(await createPartGrant(c.var.ctx, id, upload_id), 200);
  });
  app.openapi(routes.completeUpload, async (c) => {
    const { id, upload_id } = c.req.valid("param");
    // The official client sends no body at all when it has nothing to say.
    const input: CompleteUploadInput = c.req.valid("json") ?? {};
    return c.json(await completeUpload(c.var.ctx, id, upload_id, input), 200);
  });
  app.openapi(routes.abortUpload, async (c) => {
    const { id, upload_id } = c.req.valid("param");
    await abortUpload(c.var.ctx, id, upload_id);
    return c.body(null, 204);
  });
}

export function registerUploads(app: App): void {
  registerUploadsOf(app, INTO_VOLUMES);
  registerUploadsOf(app, INTO_SANDBOXES);
}
