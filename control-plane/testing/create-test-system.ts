import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { SandboxId } from "#lib/api/ids.ts";
import { type Config, readConfig } from "../config.ts";
import type { System } from "../context.ts";
import { loadInstallation } from "../identity/load-installation.ts";
import { createLocalRuntime } from "../runtimes/local/create-local-runtime.ts";
import { createVolumeStore } from "../storage/volume-store.ts";
import { openTestDatabase } from "./open-test-database.ts";

/** Every sandbox of the system, running or not, also one whose start was cut short. */
async function removeSandboxes({ config, runtime }: System): Promise<void> {
  const kept = await readdir(join(config.dataDirectory, "sandboxes")).catch(() => []);
  for (const id of kept.flatMap((name) => SandboxId.safeParse(name).data ?? [])) await runtime.remove(id);
}

/**
 * Everything the control plane has, with real parts: a migrated database, a store in a temporary directory. Quiet.
 * @param options.config settings that differ from the defaults; volumes are directories unless it says otherwise
 */
export async function createTestSystem(
  options: { config?: Partial<Config> } = {},
): Promise<{ system: System; close: () => Promise<void> }> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "nullspace-test-"));
  const config: Config = {
    ...readConfig({ NULLSPACE_DATA_DIR: dataDirectory }),
    store: "directory",
    logLevel: "silent",
    ...options.config,
  };
  const log = pino({ level: config.logLevel });
  const database = await openTestDatabase();
  const stopping = new AbortController();
  const system: System = {
    config,
    database,
    log,
    store: await createVolumeStore(config, log),
    runtime: await createLocalRuntime(config),
    observations: new Map(),
    stopping: stopping.signal,
    installation: await loadInstallation(database),
  };
  return {
    system,
    close: async () => {
      stopping.abort();
      await database.close();
      await removeSandboxes(system);
      await system.store.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
