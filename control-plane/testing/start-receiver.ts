import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";

export type Received = { headers: IncomingHttpHeaders; body: string; url: string };

export type Receiver = {
  url: string;
  port: number;
  /** Everything that came, in order. */
  received: Received[];
  /** Answers the next requests, in order; after them with 204. */
  plan(...answers: (number | RequestListener)[]): void;
  close(): Promise<void>;
};

/** A real server on this machine that webhooks are sent to. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let planned: (number | RequestListener)[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body, url: request.url ?? "" });
    const next = planned.shift() ?? 204;
    if (typeof next === "number") response.writeHead(next).end();
    else next(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    plan: (...answers) => {
      planned = answers;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
