import { z } from "@hono/zod-openapi";
import { VolumeId } from "#lib/api/ids.ts";
import { PublishedFile } from "#lib/api/transfers.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer } from "./team-route.ts";

const bytes = z.string().openapi({ format: "binary" });
const common = {
  tags: ["Signed routes"],
  path: "/v1/volumes/{id}/file",
  security: [{ grant: [] }],
};
const params = z.object({ id: VolumeId });
const query = z.object({ grant: z.string().openapi({ description: "From an upload or download grant." }) });
const conditions = z.object({ "if-match": z.string().optional(), "if-none-match": z.string().optional() });
const uploadRefusals = refusals(
  "grant_invalid",
  "grant_expired",
  "upload_conflict",
  "precondition_failed",
  "file_upload_limit_exceeded",
  "length_mismatch",
  "checksum_mismatch",
  "volume_quota_exceeded",
  "file_conflict",
);

/**
 * Writes the signed routes into the API description. They are registered by hand: the framework would read a form into
 * memory in order to check it.
 */
export function describeSignedFile(app: App): void {
  app.openAPIRegistry.registerPath({
    ...common,
    method: "put",
    operationId: "uploadFile",
    summary: "Send a file by an upload grant",
    request: {
      params,
      query,
      headers: conditions,
      body: { required: true, content: { "application/octet-stream": { schema: bytes } } },
    },
    responses: {
      200: answer(PublishedFile, "What was published. The same request again answers the same."),
      ...uploadRefusals,
    },
  });
  app.openAPIRegistry.registerPath({
    ...common,
    method: "post",
    operationId: "uploadFileForm",
    summary: "Send a file by an upload grant, as the part `file` of a form",
    request: {
      params,
      query,
      headers: conditions,
      body: { required: true, content: { "multipart/form-data": { schema: z.object({ file: bytes }) } } },
    },
    responses: {
      200: answer(PublishedFile, "What was published. The same request again answers the same."),
      ...uploadRefusals,
    },
  });
  app.openAPIRegistry.registerPath({
    ...common,
    method: "get",
    operationId: "downloadFile",
    summary: "Fetch a file, or an archive of a directory, by a download grant",
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
      ...refusals(
        "grant_invalid",
        "grant_expired",
        "file_not_found",
        "file_conflict",
        "precondition_failed",
        "range_not_satisfiable",
      ),
    },
  });
}
