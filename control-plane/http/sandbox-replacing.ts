import { createRoute, z } from "@hono/zod-openapi";
import { SandboxId } from "#lib/api/ids.ts";
import { PreviewMessage, ReplacedChosen } from "#lib/api/replacing.ts";
import { SandboxPreviewReplaceInput, SandboxReplaceChosenInput } from "#lib/api/sandbox-files.ts";
import { previewSandboxReplace } from "../sandbox-files/preview-sandbox-replace.ts";
import { replaceChosenInSandbox } from "../sandbox-files/replace-chosen-in-sandbox.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { STREAM_HEADERS } from "./stream-messages.ts";
import { streamPreview } from "./stream-preview.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = { ...teamRoute("Files of a sandbox"), method: "post" as const };
const params = z.object({ id: SandboxId });

const previewRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/replace-preview",
  operationId: "previewSandboxReplace",
  summary: "Say what a replace would change, match by match; changes nothing",
  description: "A JSON object on each line; the last one is `end` or `error`. Closing the connection ends it.",
  request: { params, ...body(SandboxPreviewReplaceInput) },
  responses: {
    200: { description: "The files.", content: { "application/x-ndjson": { schema: PreviewMessage } } },
    ...refusals("sandbox_not_found", "sandbox_not_ready", "file_not_found", "permission_denied"),
  },
});

const chosenRoute = createRoute({
  ...common,
  path: "/v1/sandboxes/{id}/files/replace-chosen",
  operationId: "replaceChosenInSandbox",
  summary: "Replace the matches chosen in a preview, in each file only if it is still what was previewed",
  request: { params, ...body(SandboxReplaceChosenInput) },
  responses: {
    200: answer(ReplacedChosen, "What was done and what was not."),
    ...refusals("sandbox_not_found", "sandbox_not_ready"),
  },
});

export function registerSandboxReplacing(app: App): void {
  app.openapi(previewRoute, async (c) => {
    const { ctx } = c.var;
    const { id } = c.req.valid("param");
    const input = c.req.valid("json");
    const stream = await streamPreview(ctx, (options) => previewSandboxReplace(ctx, id, input, options));
    // The lines are what the schema says; a stream has no type of its own.
    return c.body(stream, 200, STREAM_HEADERS) as never;
  });
  app.openapi(chosenRoute, async (c) => {
    const { signal } = c.req.raw;
    const { id } = c.req.valid("param");
    return c.json(await replaceChosenInSandbox(c.var.ctx, id, c.req.valid("json"), { signal }), 200);
  });
}
