import { setTimeout as sleep } from "node:timers/promises";
import { readConfig } from "#control-plane/config.ts";
import { putSandboxesAway } from "#control-plane/sandboxes/put-sandboxes-away.ts";
import { lockDataDirectory } from "#control-plane/server/lock-data-directory.ts";
import { prepareDataDirectory } from "#control-plane/server/prepare-data-directory.ts";
import { startSystem } from "#control-plane/start-system.ts";
import { runningProcess } from "./running.ts";

const LOOK_MS = 100;

/** Asks the system that was started on this data directory to end, and waits for it. */
async function stopRunning(dataDirectory: string): Promise<void> {
  const pid = runningProcess(dataDirectory);
  if (pid === null) return void process.stdout.write("Nothing runs on this data directory.\n");
  process.kill(pid, "SIGTERM");
  while (runningProcess(dataDirectory) === pid) await sleep(LOOK_MS);
  process.stdout.write("Stopped.\n");
}

/** Without a control plane nobody looks after sandboxes, so this does what one would. */
async function endSandboxes(): Promise<boolean> {
  const config = readConfig(process.env);
  const dataDirectory = await prepareDataDirectory(config.dataDirectory);
  if (config.databaseUrl === undefined) await lockDataDirectory(dataDirectory);
  const { system, stop } = await startSystem(
    { ...config, dataDirectory, logLevel: "error" },
    new AbortController().signal,
  );
  try {
    const { count, problems } = await putSandboxesAway(system);
    process.stdout.write(`Sandboxes put away: ${count}. Resume them after the next start.\n`);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return problems.length === 0;
  } finally {
    await stop();
  }
}

/** Stops the system; with `--sandboxes` the processes and mounts of its sandboxes too, whether it runs or not. */
async function stopAll(): Promise<boolean> {
  await stopRunning(readConfig(process.env).dataDirectory);
  return process.argv.includes("--sandboxes") ? endSandboxes() : true;
}

stopAll().then(
  (well) => process.exit(well ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
