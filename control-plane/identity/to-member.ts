import type { Member } from "#lib/api/identity.ts";
import type { members } from "../db/schema.ts";

export const toMember = (row: typeof members.$inferSelect): Member => ({
  user_id: row.userId,
  email: row.email,
  role: row.role,
  joined_at: row.joinedAt.toISOString(),
});
