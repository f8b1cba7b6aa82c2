import type { Socket } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { AppEnv } from "./app.ts";
import type { Metrics } from "./metrics.ts";

/** Routes that are asked all the time by machines and tell nothing. */
const QUIET = new Set(["/healthz", "/readyz", "/metrics"]);

/** A request that no handler answers matches only middlewares, whose paths have a star. */
const nameOf = (route: string) => (route.includes("*") ? "unknown" : route);

// What was counted of each connection when its last request ended: connections outlive requests.
const counted = new WeakMap<Socket, { received: number; sent: number }>();

/** The bytes that came and went on the connection since it was last asked, headers included. */
function takeTraffic(socket: Socket): { received: number; sent: number } {
  const before = counted.get(socket) ?? { received: 0, sent: 0 };
  const now = { received: socket.bytesRead, sent: socket.bytesWritten };
  counted.set(socket, now);
  return { received: now.received - before.received, sent: now.sent - before.sent };
}

/** One JSON line and the counts for each request, when its answer has ended: a download of an hour is logged after an hour. */
export const observeRequests = (metrics: Metrics) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const labels = { method: c.req.method, route: nameOf(routePath(c, -1)) };
    const startedAt = performance.now();
    // Without a server, as in tests, there are no sockets.
    const env: Partial<HttpBindings> = c.env ?? {};
    const { incoming, outgoing } = env;
    metrics.inFlight.inc(labels);

    const end = () => {
      const seconds = (performance.now() - startedAt) / 1000;
      // Routes that stream answer through the socket: the framework's own response says nothing of them.
      const status = outgoing?.statusCode ?? c.res.status;
      const moved = incoming === undefined ? { received: 0, sent: 0 } : takeTraffic(incoming.socket);
      metrics.inFlight.dec(labels);
      metrics.received.inc(moved.received);
      metrics.sent.inc(moved.sent);
      metrics.duration.observe({ ...labels, status }, seconds);
      c.var.system.log[QUIET.has(labels.route) ? "debug" : "info"](
        {
          request_id: c.var.requestId,
          ...labels,
          path: c.req.path,
          status,
          ms: Math.round(seconds * 1000),
          received_bytes: moved.received,
          sent_bytes: moved.sent,
          // Set only on routes of a team.
          team: (c.get("ctx") as AppEnv["Variables"]["ctx"] | undefined)?.team,
          aborted: outgoing?.writableFinished === false ? true : undefined,
        },
        "request",
      );
    };
    outgoing?.once("close", end);
    await next();
    if (outgoing === undefined) end();
  });
