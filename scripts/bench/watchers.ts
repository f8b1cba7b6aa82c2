import { once } from "node:events";
import { WebSocket } from "ws";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { inTurns } from "./in-turns.ts";
import { median, ms, percentile, type Table } from "./measure.ts";
import type { Measured } from "./measured.ts";

const WATCHERS = 1_000;
/** Opened at once: more only wait for each other. */
const AT_ONCE = 20;
const RUNS = 9;

/** A watch of the root that has begun. @param hear is called with the path of each event */
async function watch(system: Measured, volume: VolumeId, hear: (path: string) => void): Promise<WebSocket> {
  const url = `${system.apiUrl.replace("http", "ws")}/v1/volumes/${volume}/ws`;
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${system.apiKey}` } });
  await once(socket, "open");
  const started = Promise.withResolvers<void>();
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (message.type === "file_watch_started") started.resolve();
    else if (message.type === "file_event") hear(message.path);
    else started.reject(new Error(message.message));
  });
  socket.send(
    JSON.stringify({ type: "file_watch", id: "w", path: "/", user: null, recursive: false, timeout_secs: null }),
  );
  await started.promise;
  return socket;
}

/** A thousand watchers of one volume, and an act of which each is told: from the request until the last one knows. */
export async function watchers(system: Measured): Promise<Table> {
  const { id } = await system.api.volumes.create({ name: "bench-watchers" });
  let wanted = "";
  let heard = 0;
  let last = Promise.withResolvers<void>();
  const hear = (path: string) => {
    if (path === wanted && ++heard === WATCHERS) last.resolve();
  };
  const sockets: WebSocket[] = [];
  await inTurns(Array.from({ length: WATCHERS }), AT_ONCE, async () => {
    sockets.push(await watch(system, id, hear));
  });
  const answered: number[] = [];
  const delivered: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    [wanted, heard, last] = [`/event-${run}`, 0, Promise.withResolvers<void>()];
    const start = performance.now();
    await Promise.all([
      system.api.files
        .makeDirectory(id, childOf(ROOT, `event-${run}`))
        .then(() => answered.push(performance.now() - start)),
      last.promise.then(() => delivered.push(performance.now() - start)),
    ]);
  }
  for (const socket of sockets) socket.terminate();
  await system.api.volumes.delete(id);
  const row = (what: string, times: readonly number[]) => ({
    [`after the request, of ${RUNS}`]: what,
    median: ms(median(times)),
    slowest: ms(percentile(times, 1)),
  });
  return {
    title: `${WATCHERS.toLocaleString("en")} watchers and an event to each`,
    rows: [row("it is answered", answered), row("the last watcher has heard of it", delivered)],
  };
}
