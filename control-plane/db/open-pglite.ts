import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import type { Database } from "./database.ts";
import { DURABLE_START, DurableNodeFS } from "./durable-node-fs.ts";
import * as schema from "./schema.ts";
import { shareParsers } from "./share-parsers.ts";

/**
 * The embedded database. On a disk a commit is acknowledged once it would survive a power cut. One process may hold a directory: see `lockDataDirectory`, which must come first.
 * @param directory where it lives, or null for one in memory
 * @param dump a dump of an earlier one to start from
 */
export async function openPGlite(directory: string | null, dump?: Blob): Promise<Database> {
  const options = dump === undefined ? {} : { loadDataDir: dump };
  const client =
    directory === null
      ? await PGlite.create(options)
      : await PGlite.create({ ...options, fs: new DurableNodeFS(directory), startParams: DURABLE_START });
  shareParsers(client);
  return {
    queries: drizzle({ client, schema }),
    listen: (channel, onMessage) => client.listen(channel, onMessage),
    runScript: async (sql) => {
      await client.transaction((tx) => tx.exec(sql));
    },
    // The only process on the only connection: start-up work is already alone.
    withLock: (_name, act) => act(),
    close: () => client.close(),
  };
}
