import { z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { ApiError } from "#lib/api/api-error.ts";
import { type FileRoot, sandboxRoot, volumeRoot } from "#lib/api/file-root.ts";
import { UploadId } from "#lib/api/ids.ts";
import { CompleteUploadInput, PART_SHA256_HEADER, PartSha256 } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import { admitSandboxGrant } from "../sandbox-files/sandbox-grant.ts";
import { admitGrant } from "../transfers/admit-grant.ts";
import { bodyOf } from "../transfers/body-of.ts";
import { readGrant } from "../transfers/grant.ts";
import { completeUpload } from "../uploads/complete-upload.ts";
import { receivePart } from "../uploads/receive-part.ts";
import type { App, AppEnv } from "./app.ts";
import { guardBytes } from "./guard-bytes.ts";
import { refusals } from "./refusals.ts";
import { answer, body, bytes } from "./team-route.ts";
import { basePathOf, INTO_SANDBOXES, INTO_VOLUMES, named, type UploadKind } from "./upload-kinds.ts";

/** Below that of the uploads. */
const PATH = "/:id/uploads/:upload_id/part";
const COMPLETION_PATH = "/:id/uploads/:upload_id/completion";
type ByteContext = HonoContext<AppEnv, typeof PATH>;
type Admitted = { ctx: Context; root: FileRoot; upload: UploadId };
const PartNumber = z.coerce.number().int().min(0).max(1_000_000);

function describeSignedPart(app: App, kind: UploadKind): void {
  const base = basePathOf(kind);
  app.openAPIRegistry.registerPath({
    tags: ["Signed routes"],
    method: "put",
    path: `${base}/{id}/uploads/{upload_id}/part`,
    operationId: named(kind, "putPartByGrant"),
    summary: "Send one part of a resumable upload by grant",
    security: [{ grant: [] }],
    request: {
      params: z.object({ id: kind.id, upload_id: UploadId }),
      query: z.object({
        grant: z.string().openapi({ description: "From a part grant." }),
        number: PartNumber.openapi({ description: "The part, from 0." }),
      }),
      headers: z.object({ [PART_SHA256_HEADER]: PartSha256 }),
      ...bytes,
    },
    responses: {
      200: answer(kind.Session, "The session. The part survives a power cut."),
      ...refusals("grant_invalid", "grant_expired", "upload_not_found", "upload_conflict", "file_upload_error"),
    },
  });
  app.openAPIRegistry.registerPath({
    tags: ["Signed routes"],
    method: "post",
    path: `${base}/{id}/uploads/{upload_id}/completion`,
    operationId: named(kind, "completeUploadByGrant"),
    summary: "Check and publish a resumable upload by the grant of its parts; asked again, it answers the same",
    security: [{ grant: [] }],
    request: {
      params: z.object({ id: kind.id, upload_id: UploadId }),
      query: z.object({ grant: z.string().openapi({ description: "From a part grant." }) }),
      ...body(CompleteUploadInput),
    },
    responses: {
      200: answer(kind.Completed, "What was published."),
      ...refusals(
        ...kind.unreachable,
        "grant_invalid",
        "grant_expired",
        "upload_not_found",
        "upload_conflict",
        "precondition_failed",
        "volume_quota_exceeded",
        "file_upload_error",
      ),
    },
  });
}

/** @throws ApiError invalid_request */
function parsed<T>(schema: z.ZodType<T>, given: unknown, field: string): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ApiError("invalid_request", `${field}: ${result.error.issues[0]?.message}`, { details: { field } });
}

/**
 * Reads the grant of the request and looks up what is left of its right. Cookies and credentials are not looked at.
 * @throws ApiError grant_invalid, grant_expired, volume_not_found
 */
async function admitPart(c: ByteContext, { of }: UploadKind): Promise<Admitted> {
  const { system, requestId } = c.var;
  const token = c.req.query("grant") ?? "";
  const id = c.req.param("id");
  const admitted =
    of === "volume"
      ? await admitGrant(system, await readGrant(system, token, id, ["part"]), requestId)
      : await admitSandboxGrant(system, { token, sandbox: id, requestId }, ["part"]);
  const { ctx, grant } = admitted;
  if (grant.upload !== c.req.param("upload_id"))
    throw new ApiError("grant_invalid", "This grant is for another upload.", {
      suggestedAction: "Ask for a new grant.",
    });
  const root = "volume" in grant ? volumeRoot(grant.volume) : sandboxRoot(grant.sandbox);
  return { ctx, root, upload: grant.upload };
}

async function putPart(c: ByteContext, kind: UploadKind): Promise<Response> {
  const { ctx, root, upload } = await admitPart(c, kind);
  const session = await receivePart(ctx, root, upload, parsed(PartNumber, c.req.query("number"), "number"), {
    ...bodyOf(c.env.incoming, false),
    sha256: parsed(PartSha256, c.req.header(PART_SHA256_HEADER), PART_SHA256_HEADER),
  });
  return c.json(session, 200);
}

async function complete(c: ByteContext, kind: UploadKind): Promise<Response> {
  const { ctx, root, upload } = await admitPart(c, kind);
  const input = parsed(CompleteUploadInput, await c.req.json().catch(() => null), "body");
  return c.json(await completeUpload(ctx, root, upload, input), 200);
}

export function registerSignedPart(app: App): void {
  for (const kind of [INTO_VOLUMES, INTO_SANDBOXES]) {
    const base = basePathOf(kind);
    describeSignedPart(app, kind);
    app.use(`${base}${PATH}`, guardBytes);
    app.put(`${base}${PATH}`, (c) => putPart(c, kind));
    app.use(`${base}${COMPLETION_PATH}`, guardBytes);
    app.post(`${base}${COMPLETION_PATH}`, (c) => complete(c, kind));
  }
}
