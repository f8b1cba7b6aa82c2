import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpBindings } from "@hono/node-server";
import type { Context as HonoContext } from "hono";
import { type WebSocket, WebSocketServer } from "ws";
import { ApiError } from "#lib/api/api-error.ts";
import { bearerOf, SOCKET_PROTOCOL } from "#lib/api/socket-protocol.ts";
import type { AppEnv } from "./app.ts";

/** A connection that asks to become a WebSocket, until a route takes it. */
export type Upgrade = { socket: Duplex; head: Buffer; taken: boolean };
type Answer = (request: Request, env: HttpBindings) => Response | Promise<Response>;

/** Bytes of one message that a client may send. */
const MAX_MESSAGE_BYTES = 256 * 1024;

const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: MAX_MESSAGE_BYTES,
  perMessageDeflate: false,
  // The other one that a page offers is its credential, which is not to be sent back.
  handleProtocols: (offered) => (offered.has(SOCKET_PROTOCOL) ? SOCKET_PROTOCOL : false),
});

function requestOf(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  // A page can set no header, and says there who it is.
  const bearer = bearerOf(incoming.headers["sec-websocket-protocol"]);
  if (bearer !== null && !headers.has("authorization")) headers.set("authorization", `Bearer ${bearer}`);
  // The host is of no interest to any route, and a client may send anything there.
  return new Request(new URL(incoming.url ?? "/", "http://localhost"), { headers });
}

/** Writes a refusal as the plain HTTP answer that it is. */
async function refuse(socket: Duplex, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.set("content-length", String(body.length));
  headers.set("connection", "close");
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  // Clients look at the number alone.
  socket.end(
    Buffer.concat([Buffer.from(`HTTP/1.1 ${response.status} Refused\r\n${lines.join("\r\n")}\r\n\r\n`), body]),
  );
}

/**
 * Lets the app's own routes answer connections that ask to become a WebSocket: who may open one, and what a refusal says,
 * is decided where it is for every other request.
 */
export function answerUpgrades(server: Server, answer: Answer): void {
  server.on("upgrade", async (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const upgrade: Upgrade = { socket, head, taken: false };
    try {
      // No response object: a route either takes the socket or is written to it below.
      const env = { incoming, upgrade } as unknown as HttpBindings;
      const response = await answer(requestOf(incoming), env);
      if (!upgrade.taken) await refuse(socket, response);
    } catch {
      socket.destroy();
    }
  });
}

/**
 * Turns the request of a route into a WebSocket; what goes wrong before is thrown and answered as for any route.
 * @throws ApiError invalid_request for a plain request
 */
export function acceptSocket(c: HonoContext<AppEnv>, serve: (socket: WebSocket) => void): Response {
  const { incoming, upgrade } = c.env;
  if (upgrade === undefined)
    throw new ApiError("invalid_request", "This route is a WebSocket: connect with one.", {
      suggestedAction: "Send the headers Connection: Upgrade and Upgrade: websocket.",
    });
  upgrade.taken = true;
  sockets.handleUpgrade(incoming, upgrade.socket, upgrade.head, (socket) => {
    // Without a listener a broken connection would end the process; `close` follows it.
    socket.on("error", () => {});
    serve(socket);
  });
  return c.body(null, 200);
}
