import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { pino } from "pino";
import type { VolumeId } from "#lib/api/ids.ts";
import { type Config, readConfig } from "../config.ts";
import type { System } from "../context.ts";
import type { VolumeStore } from "../storage/store.ts";
import { openTestDatabase } from "./open-test-database.ts";

async function makeInstallation(): Promise<System["installation"]> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return {
    id: randomBytes(8).toString("hex"),
    grantKey: Uint8Array.from(randomBytes(32)),
    authPrivateJwk: { ...(await exportJWK(privateKey)) },
  };
}

// Until the directory store is there.
function temporaryStore(directory: string): VolumeStore {
  const parts = (id: string) => ["data", "staging", "trash"].map((part) => join(directory, id, part));
  return {
    kind: "directory",
    capKind: "soft",
    create: async (id) => {
      for (const part of parts(id)) await mkdir(part, { recursive: true });
    },
    remove: (id) => rm(join(directory, id), { recursive: true, force: true }),
    use: async (id, act) => {
      const [data = -1, staging = -1, trash = -1] = parts(id).map((part) => openSync(part, "r"));
      try {
        return await act({ volumeId: id, data, staging, trash, owner: null });
      } finally {
        for (const fd of [data, staging, trash]) closeSync(fd);
      }
    },
    list: async () => (await readdir(directory)) as VolumeId[],
  };
}

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
  await mkdir(join(config.dataDirectory, "volumes"), { recursive: true });
  const system: System = {
    config,
    database,
    log: pino({ level: config.logLevel }),
    store: temporaryStore(join(config.dataDirectory, "volumes")),
    installation: await makeInstallation(),
  };
  return {
    system,
    close: async () => {
      await database.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
