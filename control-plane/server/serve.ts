import type { Server } from "node:http";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { StartError } from "./start-error.ts";

/** Room for a path of 8,192 characters in a query, where each takes up to twelve bytes; Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 128 * 1024;
const HEADERS_TIMEOUT_MS = 30_000;
/** Longer than the idle time of usual proxies, so that they never send on a connection that is being closed. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Answers HTTP on `host` and `port`.
 * @throws StartError when the address cannot be had
 */
export async function serve(
  answer: (request: Request, env: HttpBindings) => Response | Promise<Response>,
  { host, port }: { host: string; port: number },
): Promise<Server> {
  const server = createAdaptorServer({
    // Only HTTP/1 is served here.
    fetch: (request, env) => answer(request, env as HttpBindings),
    serverOptions: {
      maxHeaderSize: MAX_HEADER_BYTES,
      // A large upload takes as long as it takes; the headers must not.
      requestTimeout: 0,
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    // Without `createServer` in the options it is Node's plain HTTP server.
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(unusable(error, host, port)));
    server.listen(port, host, resolve);
  });
  return server;
}

function unusable(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new StartError(
        `The port ${port} is taken. Stop what listens there, or set NULLSPACE_API_PORT to another port.`,
      );
    case "EACCES":
      return new StartError(`The port ${port} needs root. Set NULLSPACE_API_PORT to a port above 1023.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new StartError(`NULLSPACE_HOST: ${host} is no address of this machine. Use 127.0.0.1 or 0.0.0.0.`);
    default:
      return error;
  }
}

/** Takes no new connection, lets answers in progress end for up to `graceMs`, then cuts what is left. */
export async function stopServing(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  // A connection that was busy at first becomes idle when its answer ends, and would be kept alive.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearTimeout(cut);
  clearInterval(sweep);
}
