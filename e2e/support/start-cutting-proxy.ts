import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";

/** What stands before a control plane and can lose the parts of uploads. */
export type CuttingProxy = {
  url: string;
  /** The parts that arrived, by number, in the order of their answers. */
  parts: number[];
  /** Parts that still arrive before the line is cut in the middle of each. */
  left: number;
  /** How often it was cut. */
  cuts: number;
  forwardTo(url: string): void;
  stop(): void;
};

const PART = /\/uploads\/[^/]+\/part(?:s\/(?<number>\d+))?$/;

/** Which part of an upload a request sends, by a signed URL or by the session's; null for any other. */
function partOf(method: string | undefined, url: URL): number | null {
  const found = method === "PUT" ? PART.exec(url.pathname) : null;
  return found === null ? null : Number(found.groups?.number ?? url.searchParams.get("number"));
}

/** A proxy before a control plane, on a free port. It counts the parts of uploads, and cuts those behind `left`. */
export async function startCuttingProxy(): Promise<CuttingProxy> {
  let target = "";
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", target);
    const { method, headers } = incoming;
    const part = partOf(method, url);
    const forwarded = request(url, { method, headers }, (answer) => {
      if (part !== null && answer.statusCode === 200) proxy.parts.push(part);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    if (part !== null && proxy.left-- <= 0)
      incoming.once("data", (first) =>
        forwarded.write(first, () => {
          proxy.cuts += 1;
          forwarded.destroy();
          incoming.socket.destroy();
        }),
      );
    // Whoever sends may be gone in the middle, and then it is cut too.
    else pipeline(incoming, forwarded, () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: CuttingProxy = {
    // It listens on a port of TCP, so its address is no path.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    parts: [],
    left: Number.POSITIVE_INFINITY,
    cuts: 0,
    forwardTo: (url) => {
      target = url;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return proxy;
}
