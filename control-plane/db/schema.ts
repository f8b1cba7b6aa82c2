import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import type { AlertKind } from "#lib/api/alerts.ts";
import type { AttachmentState, HealthCheck, MountRequest, VolumeAttachment } from "#lib/api/attachments.ts";
import type { FileType } from "#lib/api/files.ts";
import type { Role, Scope } from "#lib/api/identity.ts";
import type {
  AlertId,
  ApiKeyId,
  AttachmentId,
  InvitationId,
  SandboxId,
  SnapshotId,
  TeamId,
  TrashId,
  UploadId,
  UserId,
  VolumeId,
  WebhookId,
} from "#lib/api/ids.ts";
import type { MountPath } from "#lib/api/mount-path.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { PauseKind, SandboxStatus, TimeoutAction } from "#lib/api/sandboxes.ts";
import type { UploadConflict, UploadSession } from "#lib/api/uploads.ts";
import type { Caller } from "../context.ts";

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
  /** Null for a sandbox. */
  volumeId: text("volume_id").$type<VolumeId>(),
  result: jsonb().notNull(),
  expiresAt: at("expires_at").notNull(),
});

export const downloadSelections = nullspace.table("download_selections", {
  id: text().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  /** Null for a sandbox. */
  volumeId: text("volume_id").$type<VolumeId>(),
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
    sandboxId: text("sandbox_id").$type<SandboxId>(),
    attachmentId: text("attachment_id").$type<AttachmentId>(),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.seq] })],
);

/** The settings of a sandbox that what is made from its snapshot takes over. */
export type SandboxSettings = {
  template: string;
  vcpus: number;
  memoryMb: number;
  diskMb: number | null;
  cwd: string;
  envs: Record<string, string>;
  timeoutMs: number | null;
  timeoutAction: TimeoutAction;
};

/** A change of a sandbox that takes time. Creation has none: that is the status `creating`. */
export type SandboxOperation = "pause" | "resume" | "hibernate" | "snapshot" | "destroy";

export const sandboxes = nullspace.table("sandboxes", {
  id: text().$type<SandboxId>().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  status: text().$type<SandboxStatus>().notNull(),
  pauseKind: text("pause_kind").$type<PauseKind>(),
  host: text().notNull(),
  template: text().notNull(),
  vcpus: integer().notNull(),
  memoryMb: integer("memory_mb").notNull(),
  diskMb: integer("disk_mb"),
  cwd: text().notNull(),
  envs: jsonb().$type<Record<string, string>>().notNull().default({}),
  metadata: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  timeoutMs: bytes("timeout_ms"),
  timeoutAction: text("timeout_action").$type<TimeoutAction>().notNull(),
  timeoutAt: at("timeout_at"),
  snapshotId: text("snapshot_id").$type<SnapshotId>(),
  errorCode: text("error_code"),
  errorMessage: text("error_message"),
  createdAt,
  startedAt: at("started_at"),
  updatedAt: at("updated_at").notNull().defaultNow(),
  statusSince: at("status_since").notNull().defaultNow(),
  destroyedAt: at("destroyed_at"),
  claimedBy: text("claimed_by"),
  claimedUntil: at("claimed_until"),
  operation: text().$type<SandboxOperation>(),
  operationCause: text("operation_cause"),
  operationSnapshotId: text("operation_snapshot_id").$type<SnapshotId>(),
  unreachableSince: at("unreachable_since"),
});

export const hosts = nullspace.table("hosts", {
  id: text().primaryKey(),
  name: text().notNull(),
  seenAt: at("seen_at").notNull().default(sql`clock_timestamp()`),
  seenSince: at("seen_since").notNull().default(sql`clock_timestamp()`),
});

export const snapshots = nullspace.table("snapshots", {
  id: text().$type<SnapshotId>().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  sandboxId: text("sandbox_id").$type<SandboxId>().notNull(),
  host: text().notNull(),
  sizeBytes: bytes("size_bytes").notNull().default(0),
  metadata: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  config: jsonb().$type<SandboxSettings>().notNull(),
  /** With ids for refs, so that a volume renamed since is still the one. */
  mounts: jsonb().$type<MountRequest[]>().notNull().default([]),
  createdAt,
  readyAt: at("ready_at"),
  deletedAt: at("deleted_at"),
  purpose: text().$type<"snapshot" | "hibernate" | "fork">().notNull().default("snapshot"),
});

export const idempotencyKeys = nullspace.table(
  "idempotency_keys",
  {
    teamId: text("team_id").$type<TeamId>().notNull(),
    key: text().notNull(),
    operation: text().notNull(),
    inputHash: bytea("input_hash").notNull(),
    resourceId: text("resource_id"),
    createdAt,
  },
  (table) => [primaryKey({ columns: [table.teamId, table.key] })],
);

export const terminalTokens = nullspace.table("terminal_tokens", {
  tokenHash: bytea("token_hash").primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  sandboxId: text("sandbox_id").$type<SandboxId>().notNull(),
  actorName: text("actor_name").notNull(),
  caller: jsonb().$type<Caller>().notNull(),
  expiresAt: at("expires_at").notNull(),
});

export const attachments = nullspace.table("attachments", {
  id: text().$type<AttachmentId>().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  volumeId: text("volume_id").$type<VolumeId>().notNull(),
  sandboxId: text("sandbox_id").$type<SandboxId>().notNull(),
  host: text().notNull(),
  position: integer().notNull(),
  mountPath: text("mount_path").$type<MountPath>().notNull(),
  subpath: text().$type<VolumePath>(),
  readOnly: boolean("read_only").notNull().default(false),
  state: text().$type<AttachmentState>().notNull(),
  stateSince: at("state_since").notNull().defaultNow(),
  cause: text().notNull(),
  lastErrorCode: text("last_error_code"),
  lastErrorMessage: text("last_error_message"),
  holders: jsonb().$type<VolumeAttachment["holders"]>().notNull().default([]),
  graceUntil: at("grace_until"),
  health: jsonb().$type<HealthCheck>(),
  leaseId: text("lease_id"),
  claimedBy: text("claimed_by"),
  claimedUntil: at("claimed_until"),
  nextAttemptAt: at("next_attempt_at").notNull().defaultNow(),
  attempts: integer().notNull().default(0),
  createdAt,
  updatedAt: at("updated_at").notNull().defaultNow(),
  releasedAt: at("released_at"),
});

export const healthChecks = nullspace.table(
  "health_checks",
  {
    attachmentId: text("attachment_id").$type<AttachmentId>().notNull(),
    teamId: text("team_id").$type<TeamId>().notNull(),
    at: at("at").notNull().defaultNow(),
    healthy: boolean().notNull(),
    code: text(),
    message: text(),
    options: text(),
    latencyMs: doublePrecision("latency_ms"),
  },
  (table) => [primaryKey({ columns: [table.attachmentId, table.at] })],
);

export const alerts = nullspace.table("alerts", {
  id: text().$type<AlertId>().primaryKey(),
  seq: bytes("seq").generatedAlwaysAsIdentity(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  kind: text().$type<AlertKind>().notNull(),
  subject: text().notNull(),
  subjectName: text("subject_name").notNull(),
  volumeId: text("volume_id").$type<VolumeId>(),
  sandboxId: text("sandbox_id").$type<SandboxId>(),
  attachmentId: text("attachment_id").$type<AttachmentId>(),
  message: text().notNull(),
  raisedAt: at("raised_at").notNull().defaultNow(),
  clearedAt: at("cleared_at"),
});

export const webhooks = nullspace.table("webhooks", {
  id: text().$type<WebhookId>().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  url: text().notNull(),
  kinds: text().array().$type<AlertKind[]>().notNull(),
  secret: bytea("secret").notNull(),
  previousSecret: bytea("previous_secret"),
  previousUntil: at("previous_until"),
  createdBy: text("created_by").notNull(),
  createdAt,
  lastSuccessAt: at("last_success_at"),
  disabledAt: at("disabled_at"),
  disabledReason: text("disabled_reason"),
});

export const webhookDeliveries = nullspace.table("webhook_deliveries", {
  id: text().primaryKey(),
  seq: bytes("seq").generatedAlwaysAsIdentity(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  webhookId: text("webhook_id").$type<WebhookId>().notNull(),
  type: text().notNull(),
  payload: text().notNull(),
  status: text().$type<"pending" | "delivered" | "failed">().notNull().default("pending"),
  attempts: integer().notNull().default(0),
  nextAttemptAt: at("next_attempt_at").notNull().defaultNow(),
  claimedBy: text("claimed_by"),
  claimedUntil: at("claimed_until"),
  createdAt,
});

export const webhookAttempts = nullspace.table(
  "webhook_attempts",
  {
    deliveryId: text("delivery_id").notNull(),
    attempt: integer().notNull(),
    teamId: text("team_id").$type<TeamId>().notNull(),
    at: at("at").notNull().defaultNow(),
    durationMs: integer("duration_ms").notNull(),
    statusCode: integer("status_code"),
    error: text(),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.attempt] })],
);

export const uploads = nullspace.table("uploads", {
  id: text().$type<UploadId>().primaryKey(),
  teamId: text("team_id").$type<TeamId>().notNull(),
  /** Where it goes: one of the two is set. */
  volumeId: text("volume_id").$type<VolumeId>(),
  sandboxId: text("sandbox_id").$type<SandboxId>(),
  kind: text().$type<UploadSession["kind"]>().notNull(),
  sourceKind: text("source_kind").$type<UploadSession["source_kind"]>().notNull(),
  targetPath: text("target_path").$type<VolumePath>().notNull(),
  contentLength: bytes("content_length").notNull(),
  partSize: bytes("part_size").notNull(),
  partCount: integer("part_count").notNull(),
  conflict: text().$type<UploadConflict>().notNull(),
  wholeChecksumSha256: text("whole_checksum_sha256"),
  metadata: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  reservedBytes: bytes("reserved_bytes").notNull(),
  status: text().$type<"open" | "completing" | "completed" | "aborted" | "expired" | "failed">().notNull(),
  publishedBytes: bytes("published_bytes"),
  publishedFileCount: integer("published_file_count"),
  createdBy: text("created_by").$type<UserId | ApiKeyId>(),
  createdAt,
  updatedAt: at("updated_at").notNull().defaultNow(),
  expiresAt: at("expires_at").notNull(),
  claimedBy: text("claimed_by"),
  claimedUntil: at("claimed_until"),
  /** The process that has written all its parts so far; null: there were several, so they are read again in the end. */
  writer: text(),
  /** Of one into a sandbox: what was about to be put in place. */
  placedInode: text("placed_inode"),
});

export const uploadParts = nullspace.table(
  "upload_parts",
  {
    uploadId: text("upload_id").$type<UploadId>().notNull(),
    number: integer().notNull(),
    size: bytes("size").notNull(),
    sha256: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.number] })],
);
