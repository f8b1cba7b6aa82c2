import { createRoute, z } from "@hono/zod-openapi";
import { SandboxId } from "#lib/api/ids.ts";
import {
  SandboxFindInput,
  SandboxReplaceInput,
  SandboxSearchInput,
  SandboxSearchStreamInput,
} from "#lib/api/sandbox-files.ts";
import { FoundLine, Replaced, SearchMessage } from "#lib/api/searching.ts";
import { findInSandboxFiles, searchSandboxFiles } from "../sandbox-files/find-in-sandbox-files.ts";
import { replaceInSandboxFiles } from "../sandbox-files/replace-in-sandbox-files.ts";
import { searchSandbox } from "../sandbox-files/search-sandbox.ts";
import type { App } from "./app.ts";
import { cutHeaders } from "./cut-headers.ts";
import { refusals } from "./refusals.ts";
import { STREAM_HEADERS } from "./stream-messages.ts";
import { streamSearch } from "./stream-search.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = { ...teamRoute("Files of a sandbox"), method: "post" as const };
const params = z.object({ id: SandboxId });
const READING = ["sandbox_not_found", "sandbox_not_ready", "file_not_found", "permission_denied", "timeout"] as const;

const findRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/find",
  operationId: "findInSandboxFiles",
  summary: "Find lines in the contents of files",
  description: "The header `X-Nullspace-Cut` is `limit` when there are more lines than one answer carries.",
  request: { params, ...body(SandboxFindInput) },
  responses: { 200: answer(z.array(FoundLine), "By file and line."), ...refusals(...READING) },
});

const searchRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/search",
  operationId: "searchSandboxFiles",
  summary: "Find files and directories by a glob",
  description: "The header `X-Nullspace-Cut` is `limit` when there are more paths than one answer carries.",
  request: { params, ...body(SandboxSearchInput) },
  responses: { 200: answer(z.array(z.string()), "Their paths, in order."), ...refusals(...READING) },
});

const replaceRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/replace",
  operationId: "replaceInSandboxFiles",
  summary: "Replace text in files, each as a whole and only if it is still what was read",
  request: { params, ...body(SandboxReplaceInput) },
  responses: {
    200: answer(Replaced, "What was done, or with `dry_run` what would be."),
    ...refusals("sandbox_not_found", "sandbox_not_ready", "volume_read_only", "volume_quota_exceeded", "timeout"),
  },
});

const streamRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/search-stream",
  operationId: "streamSandboxSearch",
  summary: "Search names or contents, with results as they are found",
  description: "A JSON object on each line; the last one is `end` or `error`. Closing the connection ends the search.",
  request: { params, ...body(SandboxSearchStreamInput) },
  responses: {
    200: { description: "The results.", content: { "application/x-ndjson": { schema: SearchMessage } } },
    ...refusals("sandbox_not_found", "sandbox_not_ready", "file_not_found", "permission_denied"),
  },
});

export function registerSandboxSearching(app: App): void {
  app.openapi(findRoute, async (c) => {
    const { signal } = c.req.raw;
    const { id } = c.req.valid("param");
    const { found, cut } = await findInSandboxFiles(c.var.ctx, id, c.req.valid("json"), { signal });
    return c.json(found, 200, cutHeaders(cut));
  });
  app.openapi(searchRoute, async (c) => {
    const { signal } = c.req.raw;
    const { id } = c.req.valid("param");
    const { found, cut } = await searchSandboxFiles(c.var.ctx, id, c.req.valid("json"), { signal });
    return c.json(found, 200, cutHeaders(cut));
  });
  app.openapi(streamRoute, async (c) => {
    const { ctx } = c.var;
    const { id } = c.req.valid("param");
    const input = c.req.valid("json");
    const stream = await streamSearch(ctx, (options) => searchSandbox(ctx, id, input, options));
    // The lines are what the schema says; a stream has no type of its own.
    return c.body(stream, 200, STREAM_HEADERS) as never;
  });
  app.openapi(replaceRoute, async (c) => {
    const { signal } = c.req.raw;
    const { id } = c.req.valid("param");
    return c.json(await replaceInSandboxFiles(c.var.ctx, id, c.req.valid("json"), { signal }), 200);
  });
}
