import { and, gt, isNull, sql } from "drizzle-orm";
import type { Invitation } from "#lib/api/identity.ts";
import { invitations } from "../db/schema.ts";

export const toInvitation = (row: typeof invitations.$inferSelect): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
});

/** Neither accepted nor revoked nor over. */
export const isOpen = and(
  isNull(invitations.acceptedAt),
  isNull(invitations.revokedAt),
  gt(invitations.expiresAt, sql`now()`),
);
