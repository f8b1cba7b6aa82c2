import { Readable } from "node:stream";
import { createRoute, z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ApiError } from "#lib/api/api-error.ts";
import type { ErrorCode } from "#lib/api/error-codes.ts";
import { FileContent, FileInclude, FileInfo, FilePage } from "#lib/api/files.ts";
import { SandboxId } from "#lib/api/ids.ts";
import {
  BatchManifest,
  BatchResult,
  ListSandboxFilesQuery,
  ReadSandboxFileInput,
  RenameSandboxFileInput,
  SandboxFilePermissionsInput,
  SandboxPathInput,
  SandboxPathQuery,
  WriteSandboxFileInput,
} from "#lib/api/sandbox-files.ts";
import type { Preconditions } from "../files/preconditions.ts";
import { getSandboxFileInfo } from "../sandbox-files/get-sandbox-file-info.ts";
import { listSandboxFiles } from "../sandbox-files/list-sandbox-files.ts";
import { makeSandboxDirectory } from "../sandbox-files/make-sandbox-directory.ts";
import { openSandboxFile } from "../sandbox-files/open-sandbox-file.ts";
import { noteTransfer } from "../sandbox-files/overdue-transfers.ts";
import { readSandboxFile } from "../sandbox-files/read-sandbox-file.ts";
import { removeSandboxFile } from "../sandbox-files/remove-sandbox-file.ts";
import { renameSandboxFile } from "../sandbox-files/rename-sandbox-file.ts";
import { sandboxFileExists } from "../sandbox-files/sandbox-file-exists.ts";
import { setSandboxFilePermissions } from "../sandbox-files/set-sandbox-file-permissions.ts";
import { writeSandboxContent } from "../sandbox-files/write-sandbox-content.ts";
import { writeSandboxFile } from "../sandbox-files/write-sandbox-file.ts";
import type { App, AppEnv } from "./app.ts";
import { directoryTypeFor, fileInfoFor } from "./client-quirks.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const BASE = "/v1/sandboxes/{id}";
/** Bytes of one batch, all its files together; larger ones go one by one, streamed. */
const MAX_BATCH_BYTES = 64 * 1024 * 1024;

const common = { ...teamRoute("Files of a sandbox"), method: "post" as const };
const params = z.object({ id: SandboxId });
const query = z.object({ include: FileInclude });
const IfMatch = z.string().optional().openapi({ description: "Only if this is the version that stands there." });
const headers = z.object({ "if-match": IfMatch });
const writeHeaders = headers.extend({
  "if-none-match": z.string().optional().openapi({ description: "`*`: only if nothing is there.", example: "*" }),
});
const refused = (...codes: ErrorCode[]) =>
  refusals("sandbox_not_found", "sandbox_not_ready", "file_not_found", "file_conflict", "permission_denied", ...codes);
const WRITING = ["volume_read_only", "volume_quota_exceeded", "file_upload_limit_exceeded"] as const;

const listRoute = createRoute({
  ...common,
  method: "get",
  path: `${BASE}/files`,
  operationId: "listSandboxFiles",
  summary: "List a directory of a sandbox",
  request: { params, query: ListSandboxFilesQuery },
  responses: {
    200: answer(z.union([z.array(FileInfo), FilePage]), "A bare array; with `limit`, a page."),
    ...refused(),
  },
});

const infoRoute = createRoute({
  ...common,
  path: `${BASE}/files/info`,
  operationId: "getSandboxFileInfo",
  summary: "Describe a file or directory; a symlink as itself",
  request: { params, query, ...body(SandboxPathInput) },
  responses: { 200: answer(FileInfo, "What is there."), ...refused() },
});

const existsRoute = createRoute({
  ...common,
  path: `${BASE}/files/exists`,
  operationId: "sandboxFileExists",
  summary: "Ask whether a path is taken",
  request: { params, ...body(SandboxPathInput) },
  responses: { 200: answer(z.object({ exists: z.boolean() }), "Whether it is."), ...refused() },
});

const readRoute = createRoute({
  ...common,
  path: `${BASE}/files/read`,
  operationId: "readSandboxFile",
  summary: "Read a small file",
  request: { params, ...body(ReadSandboxFileInput) },
  responses: { 200: answer(FileContent, "Its content."), ...refused("file_upload_limit_exceeded") },
});

const writeRoute = createRoute({
  ...common,
  path: `${BASE}/files/write`,
  operationId: "writeSandboxContent",
  summary: "Write a small file whole; parents are made",
  request: { params, query, headers: writeHeaders, ...body(WriteSandboxFileInput) },
  responses: { 200: answer(FileInfo, "The written file."), ...refused("precondition_failed", ...WRITING) },
});

const batchRoute = createRoute({
  ...common,
  path: `${BASE}/files/batch-write`,
  operationId: "writeSandboxFiles",
  summary: "Write several files, each whole",
  description: "A form: the part `manifest` is JSON, `{files: [{path, field}]}`; the others are the files it names.",
  request: { params },
  responses: { 200: answer(BatchResult, "How each ended, in order."), ...refused(...WRITING) },
});

const mkdirRoute = createRoute({
  ...common,
  path: `${BASE}/files/mkdir`,
  operationId: "makeSandboxDirectory",
  summary: "Make a directory and its parents; one that is there is fine",
  request: { params, query, headers: writeHeaders, ...body(SandboxPathInput) },
  responses: {
    200: answer(FileInfo, "The directory."),
    ...refused("precondition_failed", "volume_read_only", "volume_quota_exceeded"),
  },
});

const renameRoute = createRoute({
  ...common,
  path: `${BASE}/files/rename`,
  operationId: "renameSandboxFile",
  summary: "Give a file or directory another path; nothing is replaced",
  request: { params, query, headers, ...body(RenameSandboxFileInput) },
  responses: {
    200: answer(FileInfo, "The file at its new path."),
    ...refused("precondition_failed", "volume_read_only"),
  },
});

const removeRoute = createRoute({
  ...common,
  path: `${BASE}/files/remove`,
  operationId: "removeSandboxFile",
  summary: "Remove a file, or a directory with all in it, for good",
  request: { params, headers, ...body(SandboxPathInput) },
  responses: { 204: { description: "It is gone." }, ...refused("precondition_failed", "volume_read_only") },
});

const permissionsRoute = createRoute({
  ...common,
  path: `${BASE}/files/permissions`,
  operationId: "setSandboxFilePermissions",
  summary: "Set the permission bits of a file or directory",
  request: { params, headers, ...body(SandboxFilePermissionsInput) },
  responses: { 204: { description: "They are set." }, ...refused("precondition_failed", "volume_read_only") },
});

const downloadRoute = createRoute({
  ...common,
  method: "get",
  path: `${BASE}/file`,
  // Described with what the same route takes by a grant: see `describeSignedFile`.
  hide: true,
  request: { params, query: SandboxPathQuery },
  responses: { 200: { description: "Its bytes." }, ...refused() },
});

const uploadRoute = createRoute({
  ...common,
  method: "put",
  path: `${BASE}/file`,
  hide: true,
  request: { params, query: SandboxPathQuery, headers: writeHeaders },
  responses: { 200: answer(FileInfo, "The written file."), ...refused(...WRITING) },
});

type BatchOutcome = BatchResult["results"][number];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function writeBatch(c: HonoContext<AppEnv>, id: SandboxId): Promise<BatchOutcome[]> {
  const form = await c.req.raw.formData().catch((cause: unknown) => {
    throw new ApiError("invalid_request", "The body is not a multipart form.", { cause });
  });
  const part = form.get("manifest");
  const text = part === null || typeof part === "string" ? part : await part.text();
  const manifest = BatchManifest.safeParse(parsed(text ?? ""));
  if (!manifest.success) throw new ApiError("invalid_request", "manifest: must be {files: [{path, field}]}");
  const results: BatchOutcome[] = [];
  for (const { path, field } of manifest.data.files) {
    const content = form.get(field);
    try {
      if (content === null) throw new ApiError("invalid_request", `The form has no part ${field}.`);
      const blob = typeof content === "string" ? new Blob([content]) : content;
      const info = await writeSandboxFile(c.var.ctx, id, path, blob.stream());
      results.push({ path, status: "success", info: fileInfoFor(c, info, undefined) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      results.push({ path, status: "error", error: error.message });
    }
  }
  return results;
}

const preconditionsOf = (given: z.infer<typeof writeHeaders>): Preconditions => ({
  ifMatch: given["if-match"],
  ifNoneMatch: given["if-none-match"],
});

async function* nothing(): AsyncGenerator<Uint8Array> {}

export function registerSandboxFiles(app: App): void {
  app.openapi(listRoute, async (c) => {
    const shape = { directoryType: directoryTypeFor(c) };
    const json = await listSandboxFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("query"), shape);
    // The bytes are the JSON of what the route promises; to parse them for the type's sake would hold the event loop.
    return c.body(json, 200, { "content-type": "application/json" }) as never;
  });

  app.openapi(infoRoute, async (c) => {
    const info = await getSandboxFileInfo(c.var.ctx, c.req.valid("param").id, c.req.valid("json").path);
    if (info.etag) c.header("etag", info.etag);
    return c.json(fileInfoFor(c, info, c.req.valid("query").include), 200);
  });

  app.openapi(existsRoute, async (c) =>
    c.json({ exists: await sandboxFileExists(c.var.ctx, c.req.valid("param").id, c.req.valid("json").path) }, 200),
  );

  app.openapi(readRoute, async (c) => {
    const { file, etag } = await readSandboxFile(c.var.ctx, c.req.valid("param").id, c.req.valid("json"));
    c.header("etag", etag);
    return c.json(file, 200);
  });

  app.openapi(writeRoute, async (c) => {
    const given = preconditionsOf(c.req.valid("header"));
    const info = await writeSandboxContent(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), given);
    if (info.etag) c.header("etag", info.etag);
    return c.json(fileInfoFor(c, info, c.req.valid("query").include), 200);
  });

  app.use(
    "/v1/sandboxes/:id/files/batch-write",
    bodyLimit({
      maxSize: MAX_BATCH_BYTES,
      onError: () => {
        throw new ApiError("file_upload_limit_exceeded", "The files are too large for one batch.", {
          suggestedAction: "Write them one by one: PUT /v1/sandboxes/{id}/file?path=…",
          details: { max_batch_bytes: MAX_BATCH_BYTES },
        });
      },
    }),
  );
  app.openapi(batchRoute, async (c) => c.json({ results: await writeBatch(c, c.req.valid("param").id) }, 200));

  app.openapi(mkdirRoute, async (c) => {
    const given = preconditionsOf(c.req.valid("header"));
    const info = await makeSandboxDirectory(c.var.ctx, c.req.valid("param").id, c.req.valid("json").path, given);
    return c.json(fileInfoFor(c, info, c.req.valid("query").include), 200);
  });

  app.openapi(renameRoute, async (c) => {
    const given = { ifMatch: c.req.valid("header")["if-match"] };
    const info = await renameSandboxFile(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), given);
    if (info.etag) c.header("etag", info.etag);
    return c.json(fileInfoFor(c, info, c.req.valid("query").include), 200);
  });

  app.openapi(removeRoute, async (c) => {
    const given = { ifMatch: c.req.valid("header")["if-match"] };
    await removeSandboxFile(c.var.ctx, c.req.valid("param").id, c.req.valid("json").path, given);
    return c.body(null, 204);
  });

  app.openapi(permissionsRoute, async (c) => {
    const given = { ifMatch: c.req.valid("header")["if-match"] };
    await setSandboxFilePermissions(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), given);
    return c.body(null, 204);
  });

  app.openapi(downloadRoute, async (c) => {
    const { handle, stat, etag } = await openSandboxFile(c.var.ctx, c.req.valid("param").id, c.req.valid("query").path);
    // Closes the handle at its end, however that comes.
    const stream = handle.createReadStream({ end: Math.max(0, Number(stat.size) - 1) });
    stream.once(
      "close",
      noteTransfer(c.req.valid("param").id, () => c.env.outgoing.destroy()),
    );
    c.header("content-type", "application/octet-stream");
    c.header("etag", etag);
    if (stat.size === 0n) {
      stream.destroy();
      return c.body(null, 200);
    }
    c.header("content-length", String(stat.size));
    // Node's web streams are the ones that responses take; the types are two.
    return c.body(Readable.toWeb(stream) as ReadableStream<Uint8Array>, 200);
  });

  app.openapi(uploadRoute, async (c) => {
    const { path } = c.req.valid("query");
    const given = preconditionsOf(c.req.valid("header"));
    const chunks = c.req.raw.body ?? nothing();
    const { id } = c.req.valid("param");
    const over = noteTransfer(id, () => c.env.incoming.destroy());
    const info = await writeSandboxFile(c.var.ctx, id, path, chunks, given).finally(over);
    if (info.etag) c.header("etag", info.etag);
    return c.json(fileInfoFor(c, info, undefined), 200);
  });
}
