import { getTableColumns, getTableName, is, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseMissing, openTestDatabase } from "../testing/open-test-database.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import * as schema from "./schema.ts";

describe.skipIf(databaseMissing() !== null)("migrations", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it("may be applied again without effect", async () => {
    await expect(migrate(database)).resolves.toBeUndefined();
  });

  it("make every column that the code queries", async () => {
    const tables = Object.values(schema).filter((value) => is(value, PgTable));
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      const rows = await database.queries.select().from(table).limit(1);
      expect(rows, `${getTableName(table)}: ${Object.keys(getTableColumns(table))}`).toBeInstanceOf(Array);
    }
  });

  it("put row-level security on every table, with no policy", async () => {
    const open = await database.queries
      .select({ name: sql<string>`c.relname` })
      .from(sql`pg_class c join pg_namespace n on n.oid = c.relnamespace`)
      .where(sql`n.nspname = 'nullspace' and c.relkind = 'r' and not c.relrowsecurity`);
    expect(open).toEqual([]);
    const policies = await database.queries
      .select({ name: sql<string>`policyname` })
      .from(sql`pg_policies`)
      .where(sql`schemaname = 'nullspace'`);
    expect(policies).toEqual([]);
  });
});
