import { createRoute, z } from "@hono/zod-openapi";
import { VolumeId } from "#lib/api/ids.ts";
import { WatchStart } from "#lib/api/watching.ts";
import { authorize } from "../identity/authorize.ts";
import { findVolume } from "../volumes/find-volume.ts";
import { holdWatch } from "../watching/hold-watch.ts";
import { watchVolume } from "../watching/watch-volume.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { serveWatch } from "./serve-watch.ts";
import { teamRoute } from "./team-route.ts";
import { acceptSocket } from "./upgrades.ts";
import { identifyCaller } from "./with-team.ts";

const watchRoute = createRoute({
  ...teamRoute("Files"),
  method: "get",
  path: "/v1/volumes/{id}/ws",
  operationId: "watchVolume",
  summary: "Watch a directory over a WebSocket",
  description:
    "Send `file_watch` with `id`, `path` and `recursive`; the answers are `file_watch_started`, then `file_event` for each change, and `error` when it ends. An event `resync_required` means: list that path again. A page, which can set no header, offers the subprotocols `nullspace.v1` and `nullspace.bearer.` with its key behind the dot.",
  request: { params: z.object({ id: VolumeId }) },
  responses: { 101: { description: "The WebSocket." }, ...refusals("volume_not_found") },
});

export function registerWatch(app: App): void {
  app.openapi(watchRoute, async (c) => {
    const { ctx } = c.var;
    const { id: volumeId } = c.req.valid("param");
    authorize(ctx, "files:read");
    await findVolume(ctx.system.database.queries, ctx, volumeId);
    c.env.upgrade?.socket.once("close", holdWatch(ctx));
    const recheck = () => identifyCaller(c);
    // The socket is the answer: no type of a body fits it.
    return acceptSocket(c, (socket) =>
      serveWatch(socket, ctx, WatchStart, (start, { started, ...hooks }) =>
        watchVolume(ctx, volumeId, start, { ...hooks, started: () => started(start.path), recheck }),
      ),
    ) as never;
  });
}
