import { createRoute, z } from "@hono/zod-openapi";
import { VolumeId } from "#lib/api/ids.ts";
import {
  FindInput,
  FoundLine,
  Replaced,
  ReplaceInput,
  SearchInput,
  SearchMessage,
  SearchStreamInput,
} from "#lib/api/searching.ts";
import { findInVolumeFiles, searchVolumeFiles } from "../searching/find-in-volume-files.ts";
import { replaceInVolumeFiles } from "../searching/replace-in-volume-files.ts";
import { searchOf, searchVolume } from "../searching/search-volume.ts";
import type { App } from "./app.ts";
import { cutHeaders } from "./cut-headers.ts";
import { refusals } from "./refusals.ts";
import { STREAM_HEADERS } from "./stream-messages.ts";
import { streamSearch } from "./stream-search.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = { ...teamRoute("Search"), method: "post" as const };
const params = z.object({ id: VolumeId });

const findRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/find",
  operationId: "findInVolumeFiles",
  summary: "Find lines in the contents of files",
  description: "The header `X-Nullspace-Cut` is `limit` when there are more lines than one answer carries.",
  request: { params, ...body(FindInput) },
  responses: {
    200: answer(z.array(FoundLine), "By file and line."),
    ...refusals("volume_not_found", "file_not_found", "timeout"),
  },
});

const searchRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/search",
  operationId: "searchVolumeFiles",
  summary: "Find files and directories by a glob",
  description: "The header `X-Nullspace-Cut` is `limit` when there are more paths than one answer carries.",
  request: { params, ...body(SearchInput) },
  responses: {
    200: answer(z.array(z.string()), "Their paths, in order."),
    ...refusals("volume_not_found", "file_not_found", "timeout"),
  },
});

const replaceRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/replace",
  operationId: "replaceInVolumeFiles",
  summary: "Replace text in files, each as a whole and only if it is still what was read",
  request: { params, ...body(ReplaceInput) },
  responses: {
    200: answer(Replaced, "What was done, or with `dry_run` what would be."),
    ...refusals("volume_not_found", "volume_quota_exceeded", "timeout"),
  },
});

const streamRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/search-stream",
  operationId: "streamVolumeSearch",
  summary: "Search names or contents, with results as they are found",
  description: "A JSON object on each line; the last one is `end` or `error`. Closing the connection ends the search.",
  request: { params, ...body(SearchStreamInput) },
  responses: {
    200: { description: "The results.", content: { "application/x-ndjson": { schema: SearchMessage } } },
    ...refusals("volume_not_found", "file_not_found"),
  },
});

export function registerSearching(app: App): void {
  app.openapi(findRoute, async (c) => {
    const { signal } = c.req.raw;
    const { found, cut } = await findInVolumeFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), { signal });
    return c.json(found, 200, cutHeaders(cut));
  });
  app.openapi(searchRoute, async (c) => {
    const { signal } = c.req.raw;
    const { found, cut } = await searchVolumeFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), { signal });
    return c.json(found, 200, cutHeaders(cut));
  });
  app.openapi(replaceRoute, async (c) => {
    const { signal } = c.req.raw;
    return c.json(await replaceInVolumeFiles(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), { signal }), 200);
  });
  app.openapi(streamRoute, async (c) => {
    const { ctx } = c.var;
    const { id } = c.req.valid("param");
    const input = c.req.valid("json");
    const stream = await streamSearch(ctx, (options) => searchVolume(ctx, id, input.path, searchOf(input), options));
    // The lines are what the schema says; a stream has no type of its own.
    return c.body(stream, 200, STREAM_HEADERS) as never;
  });
}
