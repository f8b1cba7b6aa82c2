import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import type { VolumeId } from "#lib/api/ids.ts";
import { OWNER, setUp } from "../e2e/support/sign-in.ts";
import { startControlPlane } from "../e2e/support/start-control-plane.ts";
import { freePorts, type StartedSystem, startSystem } from "../e2e/support/start-system.ts";
import { attaching } from "./bench/attaching.ts";
import { finding } from "./bench/finding.ts";
import { listing } from "./bench/listing.ts";
import { manySandboxes } from "./bench/many-sandboxes.ts";
import { GiB, memoryOf, ms, print, type Table, timed } from "./bench/measure.ts";
import type { Measured } from "./bench/measured.ts";
import { processOf } from "./bench/process-of.ts";
import { replacing } from "./bench/replacing.ts";
import { resumable } from "./bench/resumable.ts";
import { stores } from "./bench/stores.ts";
import { bigFile, memory, smallFiles } from "./bench/transfers.ts";
import { uploadDir } from "./bench/upload-dir.ts";
import { watchers } from "./bench/watchers.ts";
import { weight } from "./bench/weight.ts";
import { buildDashboardIfStale } from "./dashboard-build.ts";
import { provideForTests } from "./testing/provide.ts";

// Prints what this machine does: all of it, or the parts that are named. Nothing here passes or fails: numbers are for people
// to compare.

const CAP = { NULLSPACE_VOLUME_CAP_BYTES: String(8 * GiB) };
const { browser } = provideForTests();

/** A whole system, which is built and started twice. */
type Whole = { system: StartedSystem; startUp: number; fresh: number; controlPlane: () => Promise<number> };
/** A part that a control plane alone is enough for, or one that needs the whole system. */
type Part =
  | { on: "control plane"; measure(system: Measured): Promise<Table> }
  | { on: "system"; measure(whole: Whole): Promise<Table> };

const alone = (measure: (system: Measured) => Promise<Table>): Part => ({ on: "control plane", measure });
const whole = (measure: (whole: Whole) => Promise<Table>): Part => ({ on: "system", measure });
const inVolume = (name: string, measure: (system: Measured, volume: VolumeId) => Promise<Table>): Part =>
  alone(async (system) => {
    const { id } = await system.api.volumes.create({ name: `bench-${name}` });
    const table = await measure(system, id);
    await system.api.volumes.delete(id);
    return table;
  });

const withSandboxes: Record<string, Part> = {
  attaching: alone(attaching),
  stores: alone(() => stores(tmpdir())),
  "many-sandboxes": whole(({ system, controlPlane }) => manySandboxes(system, controlPlane)),
};
const parts: Record<string, Part> = {
  "start-up": whole(async ({ startUp }) => ({
    title: "Start-up",
    rows: [{ what: "second start, until both ports answer", time: ms(startUp) }],
  })),
  "big-file": inVolume("big-file", async (system, volume) => bigFile(system, volume, (await freePorts(1))[0] ?? 0)),
  "small-files": inVolume("small-files", smallFiles),
  resumable: alone(resumable),
  "upload-dir": alone(uploadDir),
  memory: whole(async ({ system, controlPlane, fresh }) => {
    const { id } = await system.api.volumes.create({ name: "bench-memory" });
    return memory(system, id, await controlPlane(), fresh);
  }),
  listing: inVolume("listing", listing),
  find: alone(finding),
  replace: alone(replacing),
  watchers: alone(watchers),
  ...withSandboxes,
  ...(browser !== undefined && {
    weight: whole(async ({ system }) => {
      const { id } = await system.api.volumes.create({ name: "bench-weight" });
      return weight(system, id, browser, (await freePorts(1))[0] ?? 0);
    }),
  }),
};

async function startWhole(): Promise<Whole> {
  await buildDashboardIfStale();
  const system = await startSystem(CAP);
  await setUp(system, OWNER);
  await system.end();
  const startUp = await timed(() => system.startAgain());
  const controlPlane = () => processOf(system.pid, "control-plane/main.ts");
  return { system, startUp, fresh: memoryOf(await controlPlane()).now, controlPlane };
}

async function measureAll(names: readonly string[], started: Whole | Measured): Promise<void> {
  const system = "controlPlane" in started ? started.system : started;
  const runtime = await system.api.sandboxes.runtime();
  for (const name of names) {
    const part = parts[name];
    if (part === undefined || (name in withSandboxes && !runtime.available)) continue;
    if (part.on === "control plane") print(await part.measure(system));
    else if ("controlPlane" in started) print(await part.measure(started));
  }
  if (!runtime.available) process.stdout.write(`\nNo sandboxes here: ${runtime.reason}\n`);
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => parts[name] === undefined);
if (unknown.length > 0)
  throw new Error(`no part is named ${unknown.join(", ")}: choose of ${Object.keys(parts).join(", ")}`);
const names = Object.keys(parts).filter((name) => chosen.length === 0 || chosen.includes(name));
process.stdout.write(
  `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / GiB)} GiB, Node ${process.versions.node}; load before: ${loadavg()[0]?.toFixed(1)}\n`,
);
if (names.some((name) => parts[name]?.on === "system")) {
  const started = await startWhole();
  await measureAll(names, started).finally(() => started.system.stop());
} else {
  const started = await startControlPlane(CAP);
  await measureAll(names, started).finally(() => started.stop());
}
