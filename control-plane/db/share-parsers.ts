import { type PGliteInterface, type QueryOptions, type Transaction, types } from "@electric-sql/pglite";

const asItIs = (value: string) => value;

/** Types that drizzle reads by itself, arrays of them included: it brings a reader for each of them to every query. */
const READ_BY_DRIZZLE = [types.TIMESTAMP, types.TIMESTAMPTZ, types.INTERVAL, types.DATE, 1231, 1115, 1185, 1187, 1182];

const withoutParsers = (options: QueryOptions | undefined) => options && { ...options, parsers: undefined };

function askWithout(client: Pick<Transaction, "query">): void {
  const query = client.query.bind(client);
  client.query = (sql, params, options) => query(sql, params, withoutParsers(options));
}

/**
 * Gives the client once the readers of values that drizzle brings to every query. PGlite copies all that it has, some hundred,
 * for each query that brings some: a quarter of a millisecond.
 */
export function shareParsers(client: PGliteInterface & { parsers: Record<number | string, unknown> }): void {
  for (const type of READ_BY_DRIZZLE) client.parsers[type] = asItIs;
  askWithout(client);
  const transaction = client.transaction.bind(client);
  client.transaction = (act) =>
    transaction((tx) => {
      askWithout(tx);
      return act(tx);
    });
}
