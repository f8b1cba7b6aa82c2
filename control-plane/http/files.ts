import { createRoute, z } from "@hono/zod-openapi";
import {
  BulkPermissionsInput,
  BulkResult,
  CopyFilesInput,
  FileContent,
  FileInclude,
  FileInfo,
  FilePage,
  ListFilesQuery,
  MoveFilesInput,
  PathInput,
  ReadFileInput,
  RenameFileInput,
  SetFilePermissionsInput,
  WriteFileInput,
} from "#lib/api/files.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { copyVolumeFiles } from "../files/copy-volume-files.ts";
import { getVolumeFileInfo } from "../files/get-volume-file-info.ts";
import { listVolumeFiles } from "../files/list-volume-files.ts";
import { makeVolumeDirectory } from "../files/make-volume-directory.ts";
import { moveVolumeFiles } from "../files/move-volume-files.ts";
import { readVolumeFile } from "../files/read-volume-file.ts";
import { removeVolumeFile } from "../files/remove-volume-file.ts";
import { renameVolumeFile } from "../files/rename-volume-file.ts";
import { setVolumeFilePermissions } from "../files/set-volume-file-permissions.ts";
import { setVolumeFilesPermissions } from "../files/set-volume-files-permissions.ts";
import { volumeFileExists } from "../files/volume-file-exists.ts";
import { writeVolumeFile } from "../files/write-volume-file.ts";
import type { App } from "./app.ts";
import { directoryTypeFor, fileInfoFor } from "./client-quirks.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = { ...teamRoute("Files"), method: "post" as const };
const params = z.object({ id: VolumeId });
const query = z.object({ include: FileInclude });
const IfMatch = z.string().optional().openapi({ description: "Only if this is the version that stands there." });
const headers = z.object({ "if-match": IfMatch });
const writeHeaders = headers.extend({
  "if-none-match": z.string().optional().openapi({ description: "`*`: only if nothing is there.", example: "*" }),
});

const listRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/volumes/{id}/files",
  operationId: "listVolumeFiles",
  summary: "List a directory",
  request: { params, query: ListFilesQuery },
  responses: {
    200: answer(z.union([z.array(FileInfo), FilePage]), "A bare array; with `limit`, a page."),
    ...refusals("volume_not_found", "file_not_found", "file_conflict"),
  },
});

const infoRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/info",
  operationId: "getVolumeFileInfo",
  summary: "Describe a file or directory; a symlink as itself",
  request: { params, query, ...body(PathInput) },
  responses: { 200: answer(FileInfo, "What is there."), ...refusals("volume_not_found", "file_not_found") },
});

const existsRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/exists",
  operationId: "volumeFileExists",
  summary: "Ask whether a path is taken",
  request: { params, ...body(PathInput) },
  responses: { 200: answer(z.object({ exists: z.boolean() }), "Whether it is."), ...refusals("volume_not_found") },
});

const readRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/read",
  operationId: "readVolumeFile",
  summary: "Read a small file",
  request: { params, ...body(ReadFileInput) },
  responses: {
    200: answer(FileContent, "Its content; the header `ETag` has the version."),
    ...refusals("volume_not_found", "file_not_found", "file_conflict", "file_upload_limit_exceeded"),
  },
});

const writeRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/write",
  operationId: "writeVolumeFile",
  summary: "Write a small file whole; parents are made",
  request: { params, query, headers: writeHeaders, ...body(WriteFileInput) },
  responses: {
    200: answer(FileInfo, "The written file; the header `ETag` has the version."),
    ...refusals(
      "volume_not_found",
      "file_conflict",
      "precondition_failed",
      "volume_quota_exceeded",
      "file_upload_limit_exceeded",
    ),
  },
});

const mkdirRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/mkdir",
  operationId: "makeVolumeDirectory",
  summary: "Make a directory and its parents; one that is there is fine",
  request: { params, query, headers: writeHeaders, ...body(PathInput) },
  responses: {
    200: answer(FileInfo, "The directory."),
    ...refusals("volume_not_found", "file_conflict", "volume_quota_exceeded", "precondition_failed"),
  },
});

const renameRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/rename",
  operationId: "renameVolumeFile",
  summary: "Give a file or directory another path",
  request: { params, query, headers, ...body(RenameFileInput) },
  responses: {
    200: answer(FileInfo, "It, at the new path."),
    ...refusals("volume_not_found", "file_not_found", "file_conflict", "precondition_failed"),
  },
});

const removeRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/remove",
  operationId: "removeVolumeFile",
  summary: "Remove a file, or a directory with all in it, for good",
  request: { params, headers, ...body(PathInput) },
  responses: {
    204: { description: "It is gone." },
    ...refusals("volume_not_found", "file_not_found", "file_conflict", "precondition_failed"),
  },
});

const permissionsRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/permissions",
  operationId: "setVolumeFilePermissions",
  summary: "Set the permission bits of a file or directory",
  request: { params, headers, ...body(SetFilePermissionsInput) },
  responses: {
    204: { description: "They are set." },
    ...refusals("volume_not_found", "file_not_found", "precondition_failed"),
  },
});

const bulkPermissionsRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/set-permissions",
  operationId: "setVolumeFilesPermissions",
  summary: "Set the permission bits of many, with `recursive` of all below them",
  request: { params, ...body(BulkPermissionsInput) },
  responses: { 200: answer(BulkResult, "How each path ended."), ...refusals("volume_not_found") },
});

const moveRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/move",
  operationId: "moveVolumeFiles",
  summary: "Move files and directories into a directory",
  request: { params, ...body(MoveFilesInput) },
  responses: {
    200: answer(BulkResult, "How each path ended."),
    ...refusals("volume_not_found", "file_not_found", "file_conflict"),
  },
});

const copyRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/copy",
  operationId: "copyVolumeFiles",
  summary: "Copy files and directories into a directory; ends when the connection does",
  request: { params, ...body(CopyFilesInput) },
  responses: {
    200: answer(BulkResult, "How each path ended."),
    ...refusals("volume_not_found", "file_not_found", "file_conflict"),
  },
});

export function registerFiles(app: App): void {
  app.openapi(listRoute, async (c) => {
    const shape = { directoryType: directoryTypeFor(c) };
    const json = await listVolumeFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("query"), shape);
    // The bytes are the JSON of what the route promises; to parse them for the type's sake would hold the event loop.
    return c.body(json, 200, { "content-type": "application/json" }) as never;
  });

  app.openapi(infoRoute, async (c) => {
    const info = await getVolumeFileInfo(c.var.ctx, c.req.valid("param").id, c.req.valid("json").path);
    if (info.etag) c.header("etag", info.etag);
    return c.json(fileInfoFor(c, info, c.req.valid("query").include), 200);
  });

  app.openapi(existsRoute, async (c) => {
    const exists = await volumeFileExists(c.var.ctx, c.req.valid("param").id, c.req.valid("json").path);
    return c.json({ exists }, 200);
  });

  app.openapi(readRoute, async (c) => {
    const { file, etag } = await readVolumeFile(c.var.ctx, c.req.valid("param").id, c.req.valid("json"));
    c.header("etag", etag);
    return c.json(file, 200);
  });

  app.openapi(writeRoute, async (c) => {
    const { "if-match": ifMatch, "if-none-match": ifNoneMatch } = c.req.valid("header");
    const given = { ifMatch, ifNoneMatch };
    const info = await writeVolumeFile(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), given);
    if (info.etag) c.header("etag", info.etag);
    return c.json(fileInfoFor(c, info, c.req.valid("query").include), 200);
  });

  app.openapi(mkdirRoute, async (c) => {
    const { "if-match": ifMatch, "if-none-match": ifNoneMatch } = c.req.valid("header");
    const { path } = c.req.valid("json");
    const info = await makeVolumeDirectory(c.var.ctx, c.req.valid("param").id, path, { ifMatch, ifNoneMatch });
    return c.json(fileInfoFor(c, info, c.req.valid("query").include), 200);
  });

  app.openapi(renameRoute, async (c) => {
    const given = { ifMatch: c.req.valid("header")["if-match"] };
    const info = await renameVolumeFile(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), given);
    if (info.etag) c.header("etag", info.etag);
    return c.json(fileInfoFor(c, info, c.req.valid("query").include), 200);
  });

  app.openapi(removeRoute, async (c) => {
    const given = { ifMatch: c.req.valid("header")["if-match"] };
    await removeVolumeFile(c.var.ctx, c.req.valid("param").id, c.req.valid("json").path, given);
    return c.body(null, 204);
  });

  app.openapi(permissionsRoute, async (c) => {
    const given = { ifMatch: c.req.valid("header")["if-match"] };
    await setVolumeFilePermissions(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), given);
    return c.body(null, 204);
  });

  app.openapi(bulkPermissionsRoute, async (c) =>
    c.json(await setVolumeFilesPermissions(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );

  app.openapi(moveRoute, async (c) =>
    c.json(await moveVolumeFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );

  app.openapi(copyRoute, async (c) => {
    const { signal } = c.req.raw;
    return c.json(await copyVolumeFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), { signal }), 200);
  });
}
