import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { System } from "../context.ts";
import { createApp } from "../http/app.ts";
import { answerUpgrades } from "../http/upgrades.ts";

/** The HTTP face of a system on a free port of its own, for tests that need a real server. */
export function serveApp(system: System): Promise<{ url: string; close: () => Promise<void> }> {
  return new Promise((resolve) => {
    const { fetch } = createApp(system);
    const server = serve(
      { fetch, hostname: "127.0.0.1", port: 0 },
      ({ port }) =>
        resolve({
          url: `http://127.0.0.1:${port}`,
          close: () => new Promise((closed) => server.close(() => closed())),
        }),
      // Without `createServer` in the options it is Node's plain HTTP server.
    ) as Server;
    answerUpgrades(server, fetch);
  });
}
