import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";
import { ApiError } from "#lib/api/api-error.ts";

const Filter = z.record(z.string(), z.unknown());

/**
 * Rows whose metadata hold every key and value of the filter.
 * @param text a JSON object, as the query carries it
 * @throws ApiError invalid_request
 */
export function parseMetadataFilter(column: PgColumn, text: string | undefined): SQL | undefined {
  if (text === undefined) return undefined;
  try {
    return sql`${column} @> ${JSON.stringify(Filter.parse(JSON.parse(text)))}::text::jsonb`;
  } catch (cause) {
    throw new ApiError("invalid_request", "metadata: must be a JSON object", { details: { field: "metadata" }, cause });
  }
}
