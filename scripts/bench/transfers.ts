import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PQueue from "p-queue";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, parseVolumePath, ROOT } from "#lib/api/paths.ts";
import { receive, send } from "./bytes.ts";
import { GiB, median, memoryOf, ms, rate, resetPeak, type Table, timed } from "./measure.ts";
import type { Measured } from "./measured.ts";
import { barePipe, nginx } from "./references.ts";

const RUNS = 3;

export async function uploadTo(system: Measured, volume: VolumeId, name: string, size: number): Promise<void> {
  const path = childOf(ROOT, name);
  const { grants } = await system.api.transfers.uploadGrants(volume, { files: [{ path, content_length: size }] });
  const grant = grants[0];
  if (grant === undefined) throw new Error("no grant was answered");
  await send(grant.url, "PUT", grant.headers, size);
}

async function median3(act: () => Promise<unknown>): Promise<number> {
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await timed(act));
  return median(runs);
}

/** One big file up and down, beside the same bytes through the least possible server and through nginx. */
export async function bigFile(system: Measured, volume: VolumeId, nginxPort: number): Promise<Table> {
  const directory = await mkdtemp(join(tmpdir(), "nullspace-bench-"));
  const file = join(directory, "reference.bin");
  const pipe = await barePipe(file);
  const pipeUp = await median3(() => send(pipe.url, "PUT", {}, GiB));
  const ourUp = await median3(() => uploadTo(system, volume, "big.bin", GiB));
  const pipeDown = await median3(() => receive(pipe.url));
  const ourDown = await median3(async () => {
    const { url } = await system.api.transfers.downloadGrant(volume, {
      path: childOf(ROOT, "big.bin"),
      purpose: "download",
    });
    const size = await receive(url);
    if (size !== GiB) throw new Error(`${size} bytes came back instead of ${GiB}`);
  });
  const server = await nginx(file, nginxPort);
  const nginxDown = server === null ? null : await median3(() => receive(server.url));
  await server?.stop();
  await pipe.stop();
  if ((await stat(file)).size !== GiB) throw new Error("the reference did not take all bytes");
  await rm(directory, { recursive: true });
  const row = (name: string, took: number, reference: number | null) => ({
    "1 GiB, median of 3": name,
    time: ms(took),
    rate: rate(GiB, took),
    "of the reference": reference === null ? "" : (reference / took).toFixed(2),
  });
  return {
    title: "One big file",
    rows: [
      row("bare Node pipe, up, one fsync", pipeUp, null),
      row("upload by grant, of the pipe", ourUp, pipeUp),
      row("bare Node pipe, down", pipeDown, null),
      ...(nginxDown === null ? [] : [row("nginx, down", nginxDown, null)]),
      row(
        nginxDown === null ? "download by grant, of the pipe" : "download by grant, of nginx",
        ourDown,
        nginxDown ?? pipeDown,
      ),
    ],
  };
}

export async function smallFiles(system: Measured, volume: VolumeId): Promise<Table> {
  const count = 2000;
  const size = 10 * 1024;
  const paths = Array.from({ length: count }, (_, index) => {
    const parsed = parseVolumePath(`/small/${index % 20}/file-${index}.bin`);
    if (!parsed.ok) throw new Error(parsed.problem);
    return parsed.path;
  });
  const took = await timed(async () => {
    const queue = new PQueue({ concurrency: 4 });
    for (let start = 0; start < count; start += 1000) {
      const files = paths.slice(start, start + 1000).map((path) => ({ path, content_length: size }));
      const { grants } = await system.api.transfers.uploadGrants(volume, { files });
      await queue.addAll(grants.map((grant) => () => send(grant.url, "PUT", grant.headers, size)));
    }
  });
  return {
    title: "Many small files",
    rows: [
      {
        what: "2,000 files of 10 KiB by grant, 4 at a time",
        time: ms(took),
        rate: `${Math.round((count / took) * 1000)} files/s`,
      },
    ],
  };
}

/** @param fresh what it held after its start, in MiB, before anything was asked of it */
export async function memory(system: Measured, volume: VolumeId, pid: number, fresh: number): Promise<Table> {
  const rest = memoryOf(pid).now;
  resetPeak(pid);
  await uploadTo(system, volume, "two.bin", 2 * GiB);
  const { peak } = memoryOf(pid);
  return {
    title: "Memory of the control plane",
    rows: [
      {
        "fresh from its start": `${Math.round(fresh)} MiB`,
        "at rest, before the upload": `${Math.round(rest)} MiB`,
        "peak of a 2 GiB upload": `${Math.round(peak)} MiB`,
        "above that rest": `${Math.round(peak - rest)} MiB`,
        "above fresh": `${Math.round(peak - fresh)} MiB`,
      },
    ],
  };
}
