import { createRoute, z } from "@hono/zod-openapi";
import { VolumeId } from "#lib/api/ids.ts";
import { PreviewMessage, PreviewReplaceInput, ReplaceChosenInput, ReplacedChosen } from "#lib/api/replacing.ts";
import { previewVolumeReplace } from "../searching/preview-volume-replace.ts";
import { replaceChosenMatches } from "../searching/replace-chosen-matches.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { STREAM_HEADERS } from "./stream-messages.ts";
import { streamPreview } from "./stream-preview.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = { ...teamRoute("Search"), method: "post" as const };
const params = z.object({ id: VolumeId });

const previewRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/replace-preview",
  operationId: "previewVolumeReplace",
  summary: "Say what a replace would change, match by match; changes nothing",
  description: "A JSON object on each line; the last one is `end` or `error`. Closing the connection ends it.",
  request: { params, ...body(PreviewReplaceInput) },
  responses: {
    200: { description: "The files.", content: { "application/x-ndjson": { schema: PreviewMessage } } },
    ...refusals("volume_not_found", "file_not_found"),
  },
});

const chosenRoute = createRoute({
  ...common,
  path: "/v1/volumes/{id}/files/replace-chosen",
  operationId: "replaceChosenMatches",
  summary: "Replace the matches chosen in a preview, in each file only if it is still what was previewed",
  request: { params, ...body(ReplaceChosenInput) },
  responses: { 200: answer(ReplacedChosen, "What was done and what was not."), ...refusals("volume_not_found") },
});

export function registerReplacing(app: App): void {
  app.openapi(previewRoute, async (c) => {
    const { ctx } = c.var;
    const { id } = c.req.valid("param");
    const input = c.req.valid("json");
    const stream = await streamPreview(ctx, (options) => previewVolumeReplace(ctx, id, input, options));
    // The lines are what the schema says; a stream has no type of its own.
    return c.body(stream, 200, STREAM_HEADERS) as never;
  });
  app.openapi(chosenRoute, async (c) => {
    const { signal } = c.req.raw;
    return c.json(await replaceChosenMatches(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), { signal }), 200);
  });
}
