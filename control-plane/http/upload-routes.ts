import { createRoute, z } from "@hono/zod-openapi";
import { UploadId } from "#lib/api/ids.ts";
import { CompleteUploadInput, ListUploadsQuery, PART_SHA256_HEADER, PartSha256 } from "#lib/api/uploads.ts";
import { refusals } from "./refusals.ts";
import { answer, body, bytes, teamRoute } from "./team-route.ts";
import { basePathOf, named, type UploadKind } from "./upload-kinds.ts";

const headers = z.object({
  "idempotency-key": z
    .string()
    .min(1)
    .max(255)
    .optional()
    .openapi({ description: "The same request sent again with it answers the same session." }),
});

/** The routes of resumable uploads, into volumes or into sandboxes. */
export function uploadRoutes(kind: UploadKind) {
  const { missing, unreachable } = kind;
  const common = teamRoute(kind.tag);
  const base = `${basePathOf(kind)}/{id}/uploads`;
  const params = z.object({ id: kind.id, upload_id: UploadId });
  return {
    createUpload: createRoute({
      ...common,
      method: "post",
      path: `${base}`,
      operationId: named(kind, "createUpload"),
      summary: "Begin a resumable upload of a file, or of a directory as a tar",
      request: { params: params.pick({ id: true }), headers, ...body(kind.CreateInput) },
      responses: {
        200: answer(kind.Created, "The session: how to cut the bytes, and where it is."),
        ...refusals(
          ...missing,
          ...unreachable,
          "file_conflict",
          "volume_quota_exceeded",
          "file_upload_error",
          "conflict",
        ),
      },
    }),

    listUploads: createRoute({
      ...common,
      method: "get",
      path: `${base}`,
      operationId: named(kind, "listUploads"),
      summary: `List the uploads into a ${kind.of} that are not finished`,
      request: { params: params.pick({ id: true }), query: ListUploadsQuery },
      responses: { 200: answer(kind.Page, "The newest first."), ...refusals(...missing) },
    }),

    updateUpload: createRoute({
      ...common,
      method: "patch",
      path: `${base}/{upload_id}`,
      operationId: named(kind, "updateUpload"),
      summary: "Let an upload go to another path; what arrived so far stays",
      request: { params, ...body(kind.UpdateInput) },
      responses: {
        200: answer(kind.Session, "The session."),
        ...refusals(...missing, "upload_not_found", "upload_conflict", "file_upload_error"),
      },
    }),

    getUpload: createRoute({
      ...common,
      method: "get",
      path: `${base}/{upload_id}`,
      operationId: named(kind, "getUpload"),
      summary: "Ask how far an upload is",
      request: { params },
      responses: { 200: answer(kind.Session, "The session."), ...refusals(...missing, "upload_not_found") },
    }),

    putPart: createRoute({
      ...common,
      method: "put",
      path: `${base}/{upload_id}/parts/{number}`,
      operationId: named(kind, "putUploadPart"),
      summary: "Send one part, in any order; sent again, it replaces what came before",
      request: {
        params: params.extend({ number: z.coerce.number().int().min(0).max(1_000_000) }),
        headers: z.object({
          [PART_SHA256_HEADER]: PartSha256.openapi({
            description: "The SHA-256 of the part, in lower-case hexadecimal.",
          }),
        }),
        ...bytes,
      },
      responses: {
        200: answer(kind.Session, "The session. The part survives a power cut."),
        ...refusals(...missing, "upload_not_found", "upload_conflict", "file_upload_error", "timeout"),
      },
    }),

    createPartGrant: createRoute({
      ...common,
      method: "post",
      path: `${base}/{upload_id}/grant`,
      operationId: named(kind, "createPartGrant"),
      summary: "Get a signed URL for the parts, for a browser that has no credential",
      description:
        "Add `&number=` and the number of the part. It holds for a quarter of an hour; ask again while it goes on. It says which parts are there, so that none is sent twice.",
      request: { params },
      responses: {
        200: answer(kind.Grant, "A secret until it expires."),
        ...refusals(...missing, "upload_not_found", "upload_conflict", "file_upload_error"),
      },
    }),

    completeUpload: createRoute({
      ...common,
      method: "post",
      path: `${base}/{upload_id}/complete`,
      operationId: named(kind, "completeUpload"),
      summary: "Check and publish an upload; asked again, it answers the same",
      request: { params, headers, body: { content: { "application/json": { schema: CompleteUploadInput } } } },
      responses: {
        200: answer(kind.Completed, "What was published."),
        ...refusals(
          ...missing,
          ...unreachable,
          "upload_not_found",
          "upload_conflict",
          "precondition_failed",
          "volume_quota_exceeded",
          "file_upload_error",
        ),
      },
    }),

    abortUpload: createRoute({
      ...common,
      method: "delete",
      path: `${base}/{upload_id}`,
      operationId: named(kind, "abortUpload"),
      summary: "Give an upload up and remove its bytes",
      request: { params },
      responses: {
        204: { description: "It is gone." },
        ...refusals(...missing, "upload_not_found", "upload_conflict", "file_upload_error"),
      },
    }),
  };
}
