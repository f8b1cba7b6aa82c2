import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Database } from "./database.ts";
import * as schema from "./schema.ts";

const CONNECTIONS = 10;

/** Any Postgres 15 or newer, Supabase's included. @param url a `postgres://` address; never logged */
export async function openPostgres(url: string): Promise<Database> {
  const client = postgres(url, { max: CONNECTIONS, onnotice: () => {}, connection: { application_name: "nullspace" } });
  await client`select 1`;
  return {
    queries: drizzle({ client, schema }),
    listen: async (channel, onMessage) => {
      const listening = await client.listen(channel, onMessage);
      return listening.unlisten;
    },
    runScript: async (sql) => {
      await client.begin((tx) => tx.unsafe(sql).simple());
    },
    withLock: async (name, act) => {
      const connection = await client.reserve();
      try {
        await connection`select pg_advisory_lock(hashtextextended(${name}, 0))`;
        return await act();
      } finally {
        await connection`select pg_advisory_unlock(hashtextextended(${name}, 0))`;
        connection.release();
      }
    },
    close: () => client.end({ timeout: 5 }),
  };
}
