import { createRoute, z } from "@hono/zod-openapi";
import { BulkResult } from "#lib/api/files.ts";
import { SandboxId } from "#lib/api/ids.ts";
import {
  CopySandboxFilesInput,
  MoveSandboxFilesInput,
  SandboxBulkPermissionsInput,
  SandboxPathsInput,
} from "#lib/api/sandbox-files.ts";
import { copySandboxFiles } from "../sandbox-files/copy-sandbox-files.ts";
import { moveSandboxFiles } from "../sandbox-files/move-sandbox-files.ts";
import { removeSandboxFiles } from "../sandbox-files/remove-sandbox-files.ts";
import { setSandboxFilesPermissions } from "../sandbox-files/set-sandbox-files-permissions.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = { ...teamRoute("Files of a sandbox"), method: "post" as const };
const params = z.object({ id: SandboxId });
const responses = {
  200: answer(BulkResult, "How each path ended."),
  ...refusals("sandbox_not_found", "sandbox_not_ready", "file_not_found", "file_conflict", "volume_read_only"),
};

const moveRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/move",
  operationId: "moveSandboxFiles",
  summary: "Move files and directories into a directory",
  request: { params, ...body(MoveSandboxFilesInput) },
  responses,
});

const copyRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/copy",
  operationId: "copySandboxFiles",
  summary: "Copy files and directories into a directory; ends when the connection does",
  request: { params, ...body(CopySandboxFilesInput) },
  responses,
});

const removeManyRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/remove-many",
  operationId: "removeSandboxFiles",
  summary: "Remove files and directories with all in them, for good",
  request: { params, ...body(SandboxPathsInput) },
  responses,
});

const permissionsRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/set-permissions",
  operationId: "setSandboxFilesPermissions",
  summary: "Set the permission bits of many, with `recursive` of all below them",
  request: { params, ...body(SandboxBulkPermissionsInput) },
  responses,
});

export function registerSandboxBulkFiles(app: App): void {
  app.openapi(moveRoute, async (c) =>
    c.json(await moveSandboxFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  app.openapi(copyRoute, async (c) => {
    const { signal } = c.req.raw;
    return c.json(await copySandboxFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), { signal }), 200);
  });
  app.openapi(removeManyRoute, async (c) =>
    c.json(await removeSandboxFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("json").paths), 200),
  );
  app.openapi(permissionsRoute, async (c) =>
    c.json(await setSandboxFilesPermissions(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  );
}
