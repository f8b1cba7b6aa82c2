import { z } from "@hono/zod-openapi";
import type { ErrorCode } from "#lib/api/error-codes.ts";
import { FileInfo } from "#lib/api/files.ts";
import { SandboxId, VolumeId } from "#lib/api/ids.ts";
import { SandboxPathQuery } from "#lib/api/sandbox-files.ts";
import { PublishedFile } from "#lib/api/transfers.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, teamRoute } from "./team-route.ts";

const bytes = z.string().openapi({ format: "binary" });
const grant = z.string().openapi({ description: "From an upload or download grant." });
const conditions = z.object({ "if-match": z.string().optional(), "if-none-match": z.string().optional() });
const REFUSED_UPLOADS = [
  "grant_invalid",
  "grant_expired",
  "upload_conflict",
  "precondition_failed",
  "file_upload_limit_exceeded",
  "length_mismatch",
  "checksum_mismatch",
  "volume_quota_exceeded",
  "file_conflict",
] as const;
const REFUSED_DOWNLOADS = [
  "grant_invalid",
  "grant_expired",
  "file_not_found",
  "file_conflict",
  "precondition_failed",
  "range_not_satisfiable",
] as const;

const BY_GRANT = { tags: ["Signed routes"], security: [{ grant: [] }] };

const OF_VOLUMES = {
  path: "/v1/volumes/{id}/file",
  id: VolumeId,
  query: z.object({ grant }),
  common: BY_GRANT,
  Published: PublishedFile,
  refused: [] as ErrorCode[],
  named: (operation: string) => operation,
};

/** The same routes take credentials and a path as well. */
const OF_SANDBOXES = {
  path: "/v1/sandboxes/{id}/file",
  id: SandboxId,
  query: SandboxPathQuery.partial().extend({
    grant: grant.optional().openapi({ description: "In place of credentials and `path`." }),
  }),
  common: {
    tags: ["Files of a sandbox"],
    security: [...teamRoute("Files of a sandbox").security, ...BY_GRANT.security],
  },
  Published: z.union([PublishedFile, FileInfo]),
  refused: ["sandbox_not_found", "sandbox_not_ready", "permission_denied", "volume_read_only"] as ErrorCode[],
  named: (operation: string) => operation.replace("File", "SandboxFile"),
};

function describeOf(app: App, kind: typeof OF_VOLUMES | typeof OF_SANDBOXES): void {
  const { path, common, query, named, refused } = kind;
  const params = z.object({ id: kind.id });
  app.openAPIRegistry.registerPath({
    ...common,
    path,
    method: "put",
    operationId: named("uploadFile"),
    summary: "Send a file",
    request: {
      params,
      query,
      headers: conditions,
      body: { required: true, content: { "application/octet-stream": { schema: bytes } } },
    },
    responses: {
      200: answer(kind.Published, "What was published. By a grant, the same request again answers the same."),
      ...refusals(...refused, ...REFUSED_UPLOADS),
    },
  });
  app.openAPIRegistry.registerPath({
    ...BY_GRANT,
    path,
    method: "post",
    operationId: named("uploadFileForm"),
    summary: "Send a file by an upload grant, as the part `file` of a form",
    request: {
      params,
      query: z.object({ grant }),
      headers: conditions,
      body: { required: true, content: { "multipart/form-data": { schema: z.object({ file: bytes }) } } },
    },
    responses: {
      200: answer(PublishedFile, "What was published. The same request again answers the same."),
      ...refusals(...refused, ...REFUSED_UPLOADS),
    },
  });
  app.openAPIRegistry.registerPath({
    ...common,
    path,
    method: "get",
    operationId: named("downloadFile"),
    summary: "Fetch a file; by a grant also an archive of a directory",
    request: {
      params,
      query,
      headers: conditions.extend({
        "if-modified-since": z.string().optional(),
        "if-range": z.string().optional(),
        range: z.string().optional(),
      }),
    },
    responses: {
      200: { description: "The bytes.", content: { "application/octet-stream": { schema: bytes } } },
      206: { description: "One range of them.", content: { "application/octet-stream": { schema: bytes } } },
      304: { description: "The version named by `If-None-Match` is the current one." },
      ...refusals(...refused, ...REFUSED_DOWNLOADS),
    },
  });
}

/**
 * Writes the signed routes into the API description. They are registered by hand: the framework would read a form into
 * memory in order to check it.
 */
export function describeSignedFile(app: App): void {
  describeOf(app, OF_VOLUMES);
  describeOf(app, OF_SANDBOXES);
}
