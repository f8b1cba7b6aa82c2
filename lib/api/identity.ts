import { z } from "@hono/zod-openapi";
import { ApiKeyId, InvitationId, TeamId, UserId } from "./ids.ts";

export const Role = z.enum(["viewer", "member", "admin", "owner"]);
export type Role = z.infer<typeof Role>;
export const Scope = z.enum(["read", "write", "admin"]);
export type Scope = z.infer<typeof Scope>;

/** Names the team of a signed-in person's call; a key belongs to one team and needs none. */
export const TEAM_HEADER = "nullspace-team";

export const Team = z.object({ id: TeamId, name: z.string(), created_at: z.iso.datetime() }).openapi("Team");
export type Team = z.infer<typeof Team>;

export const Member = z
  .object({ user_id: UserId, email: z.email(), role: Role, joined_at: z.iso.datetime() })
  .openapi("Member");
export type Member = z.infer<typeof Member>;

export const Invitation = z
  .object({
    id: InvitationId,
    email: z.email().nullable(),
    role: Role,
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    /** The secret of the link; answered once, at creation. */
    token: z.string().optional(),
  })
  .openapi("Invitation");
export type Invitation = z.infer<typeof Invitation>;

export const CreateInvitationInput = z
  .object({ email: z.email().nullable().default(null), role: Role.exclude(["owner"]) })
  .openapi("CreateInvitation");
export type CreateInvitationInput = z.infer<typeof CreateInvitationInput>;

export const ApiKey = z
  .object({
    id: ApiKeyId,
    name: z.string(),
    /** The first characters, enough to recognise it: `ns_live_a1b2`. */
    prefix: z.string(),
    scope: Scope,
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
    /** The whole key; answered once, at creation and rotation. */
    key: z.string().optional(),
  })
  .openapi("ApiKey");
export type ApiKey = z.infer<typeof ApiKey>;

export const CreateApiKeyInput = z
  .object({
    name: z.string().trim().min(1).max(100),
    scope: Scope.default("write"),
    expires_at: z.iso.datetime().nullable().default(null),
  })
  .openapi("CreateApiKey");
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>;

export const Account = z
  .object({
    user: z.object({ id: UserId, email: z.email() }),
    /** Null for a person who is in no team: such a person sees nothing. */
    team: Team.extend({ role: Role }).nullable(),
    quota_tier: z.string(),
    quota_usage: z.object({ volumes: z.int(), used_bytes: z.int() }),
    email_verified: z.boolean(),
    session_email: z.email(),
  })
  .openapi("Account");
export type Account = z.infer<typeof Account>;

/** The shortest password this installation takes, in characters. */
export const MIN_PASSWORD_LENGTH = 12;
export const Password = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `must be at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(256, "must be at most 256 characters");
