import { createRoute, z } from "@hono/zod-openapi";
import { CopyFilesInput, PathInput } from "#lib/api/files.ts";
import { VolumeId } from "#lib/api/ids.ts";
import {
  DownloadGrantInput,
  DownloadUrlInput,
  Grant,
  SignedUrl,
  UploadGrants,
  UploadGrantsInput,
} from "#lib/api/transfers.ts";
import { createCopyGrant } from "../transfers/create-copy-grant.ts";
import { createDownloadGrant } from "../transfers/create-download-grant.ts";
import { createDownloadUrl } from "../transfers/create-download-url.ts";
import { createUploadGrants } from "../transfers/create-upload-grants.ts";
import { createUploadUrl } from "../transfers/create-upload-url.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = teamRoute("Transfers");
const params = z.object({ id: VolumeId });

const createUploadUrlRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/volumes/{id}/files/upload-url",
  operationId: "createUploadUrl",
  summary: "Get a URL to PUT one file to",
  request: { params, ...body(PathInput) },
  responses: { 200: answer(SignedUrl, "A secret until it expires."), ...refusals("volume_not_found", "file_conflict") },
});

const createDownloadUrlRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/volumes/{id}/files/download-url",
  operationId: "createDownloadUrl",
  summary: "Get a URL to fetch a file, or a directory as a tar",
  request: { params, ...body(DownloadUrlInput) },
  responses: {
    200: answer(SignedUrl, "A secret until it expires."),
    ...refusals("volume_not_found", "file_not_found", "file_conflict"),
  },
});

const createUploadGrantsRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/volumes/{id}/files/upload-grants",
  operationId: "createUploadGrants",
  summary: "Get signed uploads of up to 1,000 files, checked against the cap together",
  request: { params, ...body(UploadGrantsInput) },
  responses: {
    200: answer(UploadGrants, "In the order asked."),
    ...refusals("volume_not_found", "volume_quota_exceeded", "file_conflict"),
  },
});

const createDownloadGrantRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/volumes/{id}/files/download-grant",
  operationId: "createDownloadGrant",
  summary: "Get a signed download of a file, a directory or a selection",
  request: { params, ...body(DownloadGrantInput) },
  responses: {
    200: answer(Grant, "A secret until it expires."),
    ...refusals("volume_not_found", "file_not_found", "file_conflict"),
  },
});

const createCopyGrantRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/volumes/{id}/files/copy-grant",
  operationId: "createCopyGrant",
  summary: "Get a signed copy, which says how far it is while it runs",
  request: { params, ...body(CopyFilesInput) },
  responses: { 200: answer(Grant, "A secret until it expires."), ...refusals("volume_not_found") },
});

export function registerTransfers(app: App): void {
  app.openapi(createUploadUrlRoute, async (c) =>
    c.json(await createUploadUrl(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(createDownloadUrlRoute, async (c) =>
    c.json(await createDownloadUrl(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(createUploadGrantsRoute, async (c) =>
    c.json(await createUploadGrants(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(createDownloadGrantRoute, async (c) =>
    c.json(await createDownloadGrant(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(createCopyGrantRoute, async (c) =>
    c.json(await createCopyGrant(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
}
