import { cpus, totalmem } from "node:os";
import { OWNER, setUp } from "../e2e/support/sign-in.ts";
import { startSystem } from "../e2e/support/start-system.ts";
import { listing } from "./bench/listing.ts";
import { GiB, ms, print, timed } from "./bench/measure.ts";
import { processOf } from "./bench/process-of.ts";
import { bigFile, memory, smallFiles } from "./bench/transfers.ts";
import { weight } from "./bench/weight.ts";
import { buildDashboardIfStale } from "./dashboard-build.ts";
import { provideForTests } from "./testing/provide.ts";

// Prints what this machine does. Nothing here passes or fails: numbers are for people to compare.
const { browser } = provideForTests();
await buildDashboardIfStale();
process.stdout.write(
  `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / GiB)} GiB, Node ${process.versions.node}\n`,
);

const first = await startSystem({ NULLSPACE_VOLUME_CAP_BYTES: String(8 * GiB) });
await setUp(first, OWNER);
await first.end();
const startUp = await timed(() => first.startAgain());
print({ title: "Start-up", rows: [{ what: "second start, until both ports answer", time: ms(startUp) }] });

const volume = await first.api.volumes.create({ name: "bench" });
const pid = await processOf(first.pid, "control-plane/main.ts");
print(await bigFile(first, volume.id, Number(new URL(first.dashboardUrl).port) + 1));
print(await smallFiles(first, volume.id));
print(await memory(first, volume.id, pid));
print(await listing(first, volume.id));
if (browser !== undefined) print(await weight(first, volume.id, browser, Number(new URL(first.dashboardUrl).port) + 2));
await first.stop();
