import {
  bigint,
  customType,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import type { FileType } from "#lib/api/files.ts";
import type { Role, Scope } from "#lib/api/identity.ts";
import type { ApiKeyId, InvitationId, TeamId, TrashId, UserId, VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";

// The typed view of supabase/migrations; a test compares the two.

const nullspace = pgSchema("nullspace");
const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
const createdAt = at("created_at").notNull().defaultNow();
const bytes = (name: string) => bigint(name, { mode: "number" });

export const installation = nullspace.table("installation", {
  id: smallint().primaryKey().default(1),
  installationId: text("installation_id").notNull(),
  grantKey: text("grant_key").notNull(),
  authPrivateJwk: jsonb("auth_private_jwk").$type<Record<string, unknown>>().notNull(),
  setupTokenHash: bytea("setup_token_hash"),
  setupDoneAt: at("setup_done_at"),
  createdAt,
});

export const teams = nullspace.table("teams", {
  id: text().$type<TeamId>().primaryKey(),
  name: text().notNull(),
  volumeCapBytes: bytes("volume_cap_bytes"),
  createdAt,
});

export const members = nullspace.table(
  "members",
  {
    teamId: text("team_id").$type<TeamId>().notNull(),
    userId: uuid("user_id").$type<UserId>().notNull(),
    email: text().notNull(),
    role: text().$type<Role>().notNull(),
    joinedAt: at("joined_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.userId] })],
);

export const invitations = nullspace.table("invitations", {
  id: text().$type<InvitationId>().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  email: text(),
  role: text().$type<Role>().notNull(),
  tokenHash: bytea("token_hash").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt,
  expiresAt: at("expires_at").notNull(),
  acceptedAt: at("accepted_at"),
  revokedAt: at("revoked_at"),
});

export const apiKeys = nullspace.table("api_keys", {
  id: text().$type<ApiKeyId>().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  name: text().notNull(),
  prefix: text().notNull(),
  keyHash: bytea("key_hash").notNull(),
  scope: text().$type<Scope>().notNull(),
  createdBy: text("created_by").notNull(),
  createdAt,
  expiresAt: at("expires_at"),
  lastUsedAt: at("last_used_at"),
  revokedAt: at("revoked_at"),
  rotationParentId: text("rotation_parent_id").$type<ApiKeyId>(),
});

export const accounts = nullspace.table("accounts", {
  id: uuid().$type<UserId>().primaryKey().defaultRandom(),
  email: text().notNull(),
  passwordHash: text("password_hash").notNull(),
  createdAt,
  updatedAt: at("updated_at").notNull().defaultNow(),
  lastSignInAt: at("last_sign_in_at"),
});

export const sessions = nullspace.table("sessions", {
  id: uuid().primaryKey().defaultRandom(),
  accountId: uuid("account_id").$type<UserId>().notNull(),
  createdAt,
  refreshedAt: at("refreshed_at").notNull().defaultNow(),
  expiresAt: at("expires_at").notNull(),
  revokedAt: at("revoked_at"),
});

export const refreshTokens = nullspace.table("refresh_tokens", {
  tokenHash: bytea("token_hash").primaryKey(),
  sessionId: uuid("session_id").notNull(),
  createdAt,
  usedAt: at("used_at"),
});

export const signInAttempts = nullspace.table("sign_in_attempts", {
  subject: text().notNull(),
  at: at("at").notNull().defaultNow(),
});

export const volumes = nullspace.table("volumes", {
  id: text().$type<VolumeId>().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  name: text().notNull(),
  store: text().$type<"directory" | "image">().notNull(),
  maxSizeBytes: bytes("max_size_bytes"),
  maxFileCount: bytes("max_file_count"),
  maxMounts: integer("max_mounts"),
  usedBytes: bytes("used_bytes").notNull().default(0),
  trashBytes: bytes("trash_bytes").notNull().default(0),
  inodeCount: bytes("inode_count").notNull().default(0),
  createdAt,
  updatedAt: at("updated_at").notNull().defaultNow(),
  lastReconciledAt: at("last_reconciled_at"),
  usageVersion: bytes("usage_version").notNull().default(0),
  reconcileClaimedUntil: at("reconcile_claimed_until"),
  deletedAt: at("deleted_at"),
});

export const trashEntries = nullspace.table("trash_entries", {
  id: text().$type<TrashId>().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  volumeId: text("volume_id").$type<VolumeId>().notNull(),
  path: text().$type<VolumePath>().notNull(),
  type: text().$type<FileType>().notNull(),
  usedBytes: bytes("used_bytes").notNull(),
  inodeCount: bytes("inode_count").notNull(),
  trashedAt: at("trashed_at").notNull().defaultNow(),
  trashedBy: text("trashed_by"),
});

export const spentGrants = nullspace.table("spent_grants", {
  id: text().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  volumeId: text("volume_id").$type<VolumeId>().notNull(),
  result: jsonb().notNull(),
  expiresAt: at("expires_at").notNull(),
});

export const downloadSelections = nullspace.table("download_selections", {
  id: text().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  volumeId: text("volume_id").$type<VolumeId>().notNull(),
  paths: jsonb().$type<VolumePath[]>().notNull(),
  expiresAt: at("expires_at").notNull(),
});

export const eventCursors = nullspace.table("event_cursors", {
  teamId: text("team_id").$type<TeamId>().primaryKey(),
  lastSeq: bytes("last_seq").notNull().default(0),
});

export const events = nullspace.table(
  "events",
  {
    teamId: text("team_id").$type<TeamId>().notNull(),
    seq: bytes("seq").notNull(),
    type: text().notNull(),
    at: at("at").notNull().defaultNow(),
    actorKind: text("actor_kind").$type<"user" | "api_key" | "system">().notNull(),
    actorName: text("actor_name").notNull(),
    volumeId: text("volume_id").$type<VolumeId>(),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.seq] })],
);
