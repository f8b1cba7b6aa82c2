import { createRoute, z } from "@hono/zod-openapi";
import type { Context as HonoContext, Next } from "hono";
import { SandboxId } from "#lib/api/ids.ts";
import {
  CopySandboxFilesInput,
  SandboxDownloadGrantInput,
  SandboxDownloadUrlInput,
  SandboxPathInput,
  SandboxUploadGrantsInput,
} from "#lib/api/sandbox-files.ts";
import { Grant, SignedUrl, UploadGrants } from "#lib/api/transfers.ts";
import { createSandboxCopyGrant } from "../sandbox-files/create-sandbox-copy-grant.ts";
import { createSandboxDownloadGrant } from "../sandbox-files/create-sandbox-download-grant.ts";
import { createSandboxUploadGrants } from "../sandbox-files/create-sandbox-upload-grants.ts";
import { noteTransfer } from "../sandbox-files/overdue-transfers.ts";
import { receiveSandboxUpload } from "../sandbox-files/receive-sandbox-upload.ts";
import { admitSandboxGrant, type SandboxGrant } from "../sandbox-files/sandbox-grant.ts";
import { withSandboxFiles } from "../sandbox-files/with-sandbox-files.ts";
import { bodyOf } from "../transfers/body-of.ts";
import type { App, AppEnv } from "./app.ts";
import { guardBytes } from "./guard-bytes.ts";
import { refusals } from "./refusals.ts";
import { sendDownload } from "./signed-file.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const PATH = "/v1/sandboxes/:id/file";
type ByteContext = HonoContext<AppEnv, typeof PATH>;

const common = { ...teamRoute("Files of a sandbox"), method: "post" as const };
const params = z.object({ id: SandboxId });
const refused = refusals("sandbox_not_found", "sandbox_not_ready", "file_not_found", "file_conflict");

const uploadGrantsRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/upload-grants",
  operationId: "createSandboxUploadGrants",
  summary: "Get signed uploads of up to 1,000 files",
  description: "PUT the bytes to each URL: `/v1/sandboxes/{id}/file?grant=`, as to a volume.",
  request: { params, ...body(SandboxUploadGrantsInput) },
  responses: { 200: answer(UploadGrants, "In the order asked."), ...refused },
});

const downloadGrantRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/download-grant",
  operationId: "createSandboxDownloadGrant",
  summary: "Get a signed download of a file, a directory or a selection",
  request: { params, ...body(SandboxDownloadGrantInput) },
  responses: { 200: answer(Grant, "A secret until it expires."), ...refused },
});

const copyGrantRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/copy-grant",
  operationId: "createSandboxCopyGrant",
  summary: "Get a signed copy, which says how far it is while it runs",
  request: { params, ...body(CopySandboxFilesInput) },
  responses: { 200: answer(Grant, "A secret until it expires."), ...refused },
});

const uploadUrlRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/upload-url",
  operationId: "createSandboxUploadUrl",
  summary: "Get a URL to PUT one file to",
  request: { params, ...body(SandboxPathInput) },
  responses: { 200: answer(SignedUrl, "A secret until it expires."), ...refused },
});

const downloadUrlRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/download-url",
  operationId: "createSandboxDownloadUrl",
  summary: "Get a URL to fetch a file, or a directory as a tar",
  request: { params, ...body(SandboxDownloadUrlInput) },
  responses: { 200: answer(SignedUrl, "A secret until it expires."), ...refused },
});

const admitted = <V extends SandboxGrant["verb"]>(c: ByteContext, token: string, verbs: readonly V[]) =>
  admitSandboxGrant(c.var.system, { token, sandbox: c.req.param("id"), requestId: c.var.requestId }, verbs);

/** Cookies and credentials are not looked at: the grant alone is the right. Without one it is the route with a bearer. */
async function upload(c: ByteContext, next: Next): Promise<Response | undefined> {
  const token = c.req.query("grant");
  if (token !== undefined) return receive(c, token, false);
  await next();
  return;
}

async function receive(c: ByteContext, token: string, multipart: boolean): Promise<Response> {
  const admission = await admitted(c, token, ["upload"]);
  const over = noteTransfer(admission.grant.sandbox, () => c.env.incoming.destroy());
  const published = await receiveSandboxUpload(admission, {
    ...bodyOf(c.env.incoming, multipart),
    preconditions: { ifMatch: c.req.header("if-match"), ifNoneMatch: c.req.header("if-none-match") },
  }).finally(over);
  return c.json(published, 200, { etag: published.etag });
}

async function download(c: ByteContext, next: Next): Promise<Response | undefined> {
  const token = c.req.query("grant");
  if (token === undefined) {
    await next();
    return;
  }
  const { ctx, grant } = await admitted(c, token, ["download", "archive"]);
  const over = noteTransfer(grant.sandbox, () => c.env.outgoing.destroy());
  return sendDownload(
    c,
    ctx,
    (act) => withSandboxFiles(ctx, grant.sandbox, "sandboxes:read", ({ tree }) => act(tree)),
    grant,
    grant.sandbox,
  ).finally(over);
}

/** Before the routes with a bearer, which have the same path. */
export function registerSandboxTransfers(app: App): void {
  app.use(PATH, guardBytes);
  app.put(PATH, upload);
  app.post(PATH, (c) => receive(c, c.req.query("grant") ?? "", true));
  app.get(PATH, download);
  app.openapi(uploadGrantsRoute, async (c) =>
    c.json(await createSandboxUploadGrants(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(downloadGrantRoute, async (c) =>
    c.json(await createSandboxDownloadGrant(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(copyGrantRoute, async (c) =>
    c.json(await createSandboxCopyGrant(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(uploadUrlRoute, async (c) => {
    const files = [{ path: c.req.valid("json").path }];
    const { grants } = await createSandboxUploadGrants(c.var.ctx, c.req.valid("param").id, { files });
    return c.json({ url: grants[0]?.url ?? "" }, 200);
  });
  app.openapi(downloadUrlRoute, async (c) => {
    const input = { ...c.req.valid("json"), purpose: "download" as const };
    const { url } = await createSandboxDownloadGrant(c.var.ctx, c.req.valid("param").id, input, "tar");
    return c.json({ url }, 200);
  });
}
