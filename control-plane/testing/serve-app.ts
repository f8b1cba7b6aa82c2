import { serve } from "@hono/node-server";
import type { System } from "../context.ts";
import { createApp } from "../http/app.ts";

/** The HTTP face of a system on a free port of its own, for tests that need a real server. */
export function serveApp(system: System): Promise<{ url: string; close: () => Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: createApp(system).fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () => new Promise((closed) => server.close(() => closed())),
      }),
    );
  });
}
