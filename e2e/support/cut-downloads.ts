import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { Transform } from "node:stream";

/** What stands before a control plane and loses the line of downloads. */
export type CutDownloads = {
  url: string;
  /** How many bytes each of the next downloads may bring before its line is cut; without one it stays whole. */
  cutAfter: number[];
  /** What each download was asked with, by its `Range`; null for one from the start. */
  ranges: (string | null)[];
  /** Runs after a line was cut, before the next download is let through. */
  onCut: () => Promise<void>;
  forwardTo(url: string): void;
  stop(): void;
};

/** A proxy before a control plane, on a free port, which cuts downloads in the middle. */
export async function startCutDownloads(): Promise<CutDownloads> {
  let target = "";
  let settled = Promise.resolve();
  const server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", target);
    const { method, headers } = incoming;
    const isDownload = method === "GET" && url.pathname.endsWith("/file");
    if (isDownload) await settled;
    if (isDownload) proxy.ranges.push(headers.range ?? null);
    let left = (isDownload ? proxy.cutAfter.shift() : undefined) ?? Number.POSITIVE_INFINITY;
    const forwarded = request(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      const cut = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          left -= chunk.byteLength;
          if (left > 0) return done(null, chunk);
          settled = proxy.onCut();
          forwarded.destroy();
          outgoing.destroy();
          done();
        },
      });
      answer.pipe(cut).pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: CutDownloads = {
    // It listens on a port of TCP, so its address is no path.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAfter: [],
    ranges: [],
    onCut: async () => {},
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
