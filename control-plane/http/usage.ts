import { createRoute, z } from "@hono/zod-openapi";
import { VolumeId } from "#lib/api/ids.ts";
import { VolumeUsage, VolumeUsageQuery } from "#lib/api/usage.ts";
import { getVolumeUsage } from "../usage/get-volume-usage.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, teamRoute } from "./team-route.ts";

const usageRoute = createRoute({
  ...teamRoute("Volumes"),
  method: "get",
  path: "/v1/volumes/{id}/usage",
  operationId: "getVolumeUsage",
  summary: "Count what a directory takes, entry by entry",
  description: "Counted on the disk now, as `du` does. `complete` is false when it took too long and was ended.",
  request: { params: z.object({ id: VolumeId }), query: VolumeUsageQuery },
  responses: {
    200: answer(VolumeUsage, "The largest entries first."),
    ...refusals("volume_not_found", "file_not_found", "file_conflict"),
  },
});

export function registerUsage(app: App): void {
  app.openapi(usageRoute, async (c) => {
    const { signal } = c.req.raw;
    return c.json(await getVolumeUsage(c.var.ctx, c.req.valid("param").id, c.req.valid("query"), { signal }), 200);
  });
}
