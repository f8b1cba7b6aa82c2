import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pgSchema, text, timestamp } from "drizzle-orm/pg-core";
import type { Database } from "./database.ts";

const DIRECTORY = join(import.meta.dirname, "../../supabase/migrations");
const applied = pgSchema("nullspace").table("migrations", {
  name: text().primaryKey(),
  checksum: text().notNull(),
  appliedAt: timestamp("applied_at", { withTimezone: true }).notNull().defaultNow(),
});

/**
 * Applies the files of `supabase/migrations` that this database has not seen, in order of name, each once, under a lock.
 * @throws Error when a file that was applied has been changed since
 */
export async function migrate(database: Database): Promise<void> {
  await database.withLock("nullspace.migrate", async () => {
    await database.runScript(`
      create schema if not exists nullspace;
      create table if not exists nullspace.migrations (
        name text primary key, checksum text not null, applied_at timestamptz not null default now());
      alter table nullspace.migrations enable row level security;`);
    const known = new Map((await database.queries.select().from(applied)).map((row) => [row.name, row.checksum]));
    for (const name of (await readdir(DIRECTORY)).filter((file) => file.endsWith(".sql")).sort()) {
      const script = await readFile(join(DIRECTORY, name), "utf8");
      const checksum = createHash("sha256").update(script).digest("hex");
      const before = known.get(name);
      if (before === checksum) continue;
      if (before !== undefined)
        throw new Error(`The migration ${name} was changed after it had been applied; restore it and add a new file.`);
      // One transaction, so that a crash leaves the file either applied and noted or neither.
      await database.runScript(
        `${script}\ninsert into nullspace.migrations (name, checksum) values ('${name}', '${checksum}');`,
      );
    }
  });
}
