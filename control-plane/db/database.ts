import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema.ts";

/** What every query runs on: a connection or a transaction, PGlite or Postgres alike. */
export type Queries = PgDatabase<PgQueryResultHKT, typeof schema>;

/** The state of the control plane. */
export type Database = {
  queries: Queries;
  /**
   * Calls `onMessage` for every `NOTIFY` on `channel`, also for those of other replicas.
   * Returns a function that stops it.
   */
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  /** Runs the statements of one migration file as they stand, in one transaction. */
  runScript(sql: string): Promise<void>;
  /** Runs `act` while no other replica runs one under the same name. */
  withLock<T>(name: string, act: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};
