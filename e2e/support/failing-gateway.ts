import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** What stands before a control plane and can fail in its place. */
export type FailingGateway = {
  url: string;
  /** What is answered with a 500; null answers nothing at all and closes the line. */
  fails: ((path: string) => boolean) | null;
  forwardTo(url: string): void;
  stop(): void;
};

/** The id that its failures carry. */
export const FAILED_REQUEST = "c0ffee00-1234-4000-8000-000000000001";
export const nothingFails = () => false;

/** A gateway before a control plane, on a free port. */
export async function startFailingGateway(): Promise<FailingGateway> {
  let target = "";
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", target);
    if (gateway.fails === null) return void outgoing.destroy();
    if (gateway.fails(url.pathname)) {
      outgoing.writeHead(500, { "content-type": "application/json" });
      return void outgoing.end(
        JSON.stringify({ error: "It broke.", code: "internal_error", request_id: FAILED_REQUEST }),
      );
    }
    const forwarded = request(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const gateway: FailingGateway = {
    // It listens on a port of TCP, so its address is no path.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fails: nothingFails,
    forwardTo: (url) => {
      target = url;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return gateway;
}
