import { z } from "@hono/zod-openapi";
import { ApiKeyId, InvitationId, TeamId, UserId } from "./ids.ts";
import { MIN_PASSWORD_LENGTH } from "./limits.ts";

export const Role = z.enum(["viewer", "member", "admin", "owner"]);
export type Role = z.infer<typeof Role>;
export const Scope = z.enum(["read", "write", "admin"]);
export type Scope = z.infer<typeof Scope>;

/** Names the team of a signed-in person's call; a key belongs to one team and needs none. */
export const TEAM_HEADER = "nullspace-team";

/** Lower-cased: two spellings of one address are one person. */
export const Email = z.email("must be an email address").max(254).toLowerCase();

const TeamName = z.string().trim().min(1).max(100);

export const Team = z.object({ id: TeamId, name: z.string(), created_at: z.iso.datetime() }).openapi("Team");
export type Team = z.infer<typeof Team>;

export const RenameTeamInput = z.object({ name: TeamName }).openapi("RenameTeam");
export type RenameTeamInput = z.infer<typeof RenameTeamInput>;

export const Member = z
  .object({ user_id: UserId, email: z.email(), role: Role, joined_at: z.iso.datetime() })
  .openapi("Member");
export type Member = z.infer<typeof Member>;

export const SetRoleInput = z.object({ role: Role }).openapi("SetRole");
export type SetRoleInput = z.infer<typeof SetRoleInput>;

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
  .object({ email: Email.nullable().default(null), role: Role.exclude(["owner"]) })
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
    /** The key that this one replaced by rotation; that one expires 24 hours after. */
    rotation_parent_key_id: ApiKeyId.nullable(),
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

export const Password = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `must be at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(256, "must be at most 256 characters");

/** The secret of a setup or invitation link. */
const LinkToken = z.string().min(1).max(200);

export const SetupState = z
  .object({
    /** A team has an owner: setup is over for good. */
    done: z.boolean(),
    /** Whether the token asked about is the one of the newest setup link. */
    holds: z.boolean(),
    /** `create`: setup makes the account. `sign_in`: it is made at the identity provider, and setup takes its token. */
    account: z.enum(["create", "sign_in"]),
  })
  .openapi("SetupState");
export type SetupState = z.infer<typeof SetupState>;

/** `email` and `password` make the account; they are left out where people sign in first. */
export const SetupInput = z
  .object({ token: LinkToken, email: Email.optional(), password: Password.optional(), team_name: TeamName.optional() })
  .openapi("Setup");
export type SetupInput = z.infer<typeof SetupInput>;

export const LookUpInvitationInput = z.object({ token: LinkToken }).openapi("LookUpInvitation");
export type LookUpInvitationInput = z.infer<typeof LookUpInvitationInput>;

export const InvitationPreview = z
  .object({
    team_name: z.string(),
    /** The only address it is for; null when it is for whoever has the link. */
    email: z.email().nullable(),
    role: Role,
    expires_at: z.iso.datetime(),
    account: z.enum(["create", "sign_in"]),
  })
  .openapi("InvitationPreview");
export type InvitationPreview = z.infer<typeof InvitationPreview>;

/** `email` and `password` make an account; someone who has one sends an access token instead. */
export const AcceptInvitationInput = z
  .object({ token: LinkToken, email: Email.optional(), password: Password.optional() })
  .openapi("AcceptInvitation");
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;

/** The place in a team that setup or an invitation gave. */
export const Membership = z.object({ team: Team, email: z.email(), role: Role }).openapi("Membership");
export type Membership = z.infer<typeof Membership>;
