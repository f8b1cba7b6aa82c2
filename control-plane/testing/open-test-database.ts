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

/** The address of a migrated, empty database; undefined where the test project asks for the embedded one. */
export async function testDatabaseUrl(): Promise<string | undefined> {
  const given = inject("database");
  if (given.kind !== "postgres") return undefined;
  const name = `test_${randomBytes(8).toString("hex")}`;
  const admin = postgres(`${given.url}/postgres`, { max: 1, onnotice: () => {} });
  // Copies of one template may not be made at the same time.
  await admin`select pg_advisory_lock(1)`;
  await admin.unsafe(`create database ${name} template template_nullspace`);
  await admin.end();
  return `${given.url}/${name}`;
}

/** A migrated, empty database of the kind that the test project asks for. Several may be open at once. */
export async function openTestDatabase(): Promise<Database> {
  const given = inject("database");
  if (given.kind === "none") throw new Error(given.reason);
  const url = await testDatabaseUrl();
  if (url !== undefined) return openPostgres(url);
  return openPGlite(null, given.kind === "pglite" ? await openAsBlob(given.dump) : undefined);
}
