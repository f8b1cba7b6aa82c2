import type { Team } from "#lib/api/identity.ts";
import type { teams } from "../db/schema.ts";

export const toTeam = (row: typeof teams.$inferSelect): Team => ({
  id: row.id,
  name: row.name,
  created_at: row.createdAt.toISOString(),
});
