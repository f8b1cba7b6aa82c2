import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { type Config, readConfig } from "../config.ts";
import type { System } from "../context.ts";
import { loadInstallation } from "../identity/load-installation.ts";
import { createDirectoryStore } from "../storage/directory-store.ts";
import { openTestDatabase } from "./open-test-database.ts";

/**
 * Everything the control plane has, with real parts: a migrated database, a store in a temporary directory. Quiet.
 * @param options.config settings that differ from the defaults
 */
export async function createTestSystem(
  options: { config?: Partial<Config> } = {},
): Promise<{ system: System; close: () => Promise<void> }> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "nullspace-test-"));
  const config = { ...readConfig({ NULLSPACE_DATA_DIR: dataDirectory }), logLevel: "silent", ...options.config };
  const database = await openTestDatabase();
  const stopping = new AbortController();
  const system: System = {
    config,
    database,
    log: pino({ level: config.logLevel }),
    store: createDirectoryStore(config),
    observations: new Map(),
    stopping: stopping.signal,
    installation: await loadInstallation(database),
  };
  return {
    system,
    close: async () => {
      stopping.abort();
      await database.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
