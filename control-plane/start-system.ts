import { join } from "node:path";
import type { Config } from "./config.ts";
import type { System } from "./context.ts";
import type { Database } from "./db/database.ts";
import { migrate } from "./db/migrate.ts";
import { openPGlite } from "./db/open-pglite.ts";
import { openPostgres } from "./db/open-postgres.ts";
import { sayAlive } from "./hosts/say-alive.ts";
import { ensureBootstrapKey } from "./identity/ensure-bootstrap-key.ts";
import { loadInstallation } from "./identity/load-installation.ts";
import { createLocalRuntime } from "./runtimes/local/create-local-runtime.ts";
import { createLog } from "./server/create-log.ts";
import { repair } from "./server/repair.ts";
import { startBackground } from "./server/start-background.ts";
import { StartError } from "./server/start-error.ts";
import { createVolumeStore } from "./storage/volume-store.ts";

async function openDatabase(config: Config): Promise<Database> {
  if (config.databaseUrl === undefined) return openPGlite(join(config.dataDirectory, "db"));
  return openPostgres(config.databaseUrl).catch((error: unknown) => {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    // The address holds a password: it is never shown.
    throw new StartError(
      `DATABASE_URL: the database does not answer (${reason}). Check that it runs and that the address is right.`,
    );
  });
}

/**
 * Opens everything the control plane has, and repairs what an interrupted process left.
 * @param config its data directory is there and, with an embedded database, locked by this process
 * @param stopping aborted when the process is to end
 * @returns the system, and what closes it once nothing uses it any more
 */
export async function startSystem(
  config: Config,
  stopping: AbortSignal,
): Promise<{ system: System; stop: () => Promise<void> }> {
  const database = await openDatabase(config);
  await migrate(database);
  const log = createLog(config.logLevel);
  const system: System = {
    config,
    database,
    log,
    store: await createVolumeStore(config, log),
    runtime: await createLocalRuntime(config),
    observations: new Map(),
    stopping,
    installation: await loadInstallation(database),
  };
  await repair(system);
  await ensureBootstrapKey(system);
  await sayAlive(system);
  const stopBackground = startBackground(system);
  return {
    system,
    stop: async () => {
      await stopBackground();
      await system.store.close();
      await database.close();
    },
  };
}
