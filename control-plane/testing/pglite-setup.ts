import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { TestProject } from "vitest/node";
import { migrate } from "../db/migrate.ts";
import { openPGlite } from "../db/open-pglite.ts";

declare module "vitest" {
  export interface ProvidedContext {
    database: { kind: "pglite"; dump: string } | { kind: "postgres"; url: string } | { kind: "none"; reason: string };
  }
}

/** Makes one migrated database and keeps its dump: a test file loads it in 0.4 s instead of making its own in 4. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "nullspace-pglite-"));
  const database = await openPGlite(join(directory, "db"));
  await migrate(database);
  await database.close();
  const client = await PGlite.create(join(directory, "db"));
  const dump = join(directory, "dump.tar");
  await writeFile(dump, await (await client.dumpDataDir("none")).bytes());
  await client.close();
  project.provide("database", { kind: "pglite", dump });
  return () => rm(directory, { recursive: true });
}
