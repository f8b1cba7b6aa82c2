import { randomBytes } from "node:crypto";
import { openAsBlob } from "node:fs";
import postgres from "postgres";
import { inject } from "vitest";
import type { Database } from "../db/database.ts";
import { openPGlite } from "../db/open-pglite.ts";
import { openPostgres } from "../db/open-postgres.ts";

/** Why this machine cannot run the database that the test project asks for; null when it can. */
export function databaseMissing(): string | null {
  const given = inject("database");
  return given.kind === "none" ? given.reason : null;
}

/** A migrated, empty database of the kind that the test project asks for. Several may be open at once. */
export async function openTestDatabase(): Promise<Database> {
  const given = inject("database");
  if (given.kind === "none") throw new Error(given.reason);
  if (given.kind === "pglite") return openPGlite(null, await openAsBlob(given.dump));
  const name = `test_${randomBytes(8).toString("hex")}`;
  const admin = postgres(`${given.url}/postgres`, { max: 1, onnotice: () => {} });
  // Copies of one template may not be made at the same time.
  await admin`select pg_advisory_lock(1)`;
  await admin.unsafe(`create database ${name} template template_nullspace`);
  await admin.end();
  return openPostgres(`${given.url}/${name}`);
}
