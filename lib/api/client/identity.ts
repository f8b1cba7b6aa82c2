import type {
  AcceptInvitationInput,
  Account,
  ApiKey,
  CreateApiKeyInput,
  CreateInvitationInput,
  Invitation,
  InvitationPreview,
  Member,
  Membership,
  Role,
  SetupInput,
  SetupState,
  Team,
} from "../identity.ts";
import type { ApiKeyId, InvitationId, UserId } from "../ids.ts";
import type { CallOptions, Request } from "./request.ts";

export const team = (request: Request) => ({
  me: (options?: CallOptions) => request<Account>("GET", "/v1/account/me", options),
  rename: (name: string, options?: CallOptions) => request<Team>("PATCH", "/v1/team", { ...options, body: { name } }),
  members: (options?: CallOptions) => request<Member[]>("GET", "/v1/team/members", options),
  setRole: (user: UserId, role: Role, options?: CallOptions) =>
    request<Member>("PATCH", `/v1/team/members/${user}`, { ...options, body: { role } }),
  removeMember: (user: UserId, options?: CallOptions) => request<void>("DELETE", `/v1/team/members/${user}`, options),
  invitations: (options?: CallOptions) => request<Invitation[]>("GET", "/v1/team/invitations", options),
  invite: (input: CreateInvitationInput, options?: CallOptions) =>
    request<Invitation>("POST", "/v1/team/invitations", { ...options, body: input }),
  revokeInvitation: (id: InvitationId, options?: CallOptions) =>
    request<void>("DELETE", `/v1/team/invitations/${id}`, options),
});

export const keys = (request: Request) => ({
  list: (options?: CallOptions) => request<ApiKey[]>("GET", "/v1/keys", options),
  create: (input: CreateApiKeyInput, options?: CallOptions) =>
    request<ApiKey>("POST", "/v1/keys", { ...options, body: input }),
  revoke: (id: ApiKeyId, options?: CallOptions) => request<void>("DELETE", `/v1/keys/${id}`, options),
  /** A new key with the name, scope and lifetime of this one, which holds for 24 hours more. */
  rotate: (id: ApiKeyId, options?: CallOptions) => request<ApiKey>("POST", `/v1/keys/${id}/rotate`, options),
});

/** What people do before they are in a team. Needs no credential, except where people sign in elsewhere first. */
export const joining = (request: Request) => ({
  /** @param token of the setup link, when there is one */
  setupState: (token?: string, options?: CallOptions) =>
    request<SetupState>("GET", "/v1/setup", { ...options, query: { token } }),
  completeSetup: (input: SetupInput, options?: CallOptions) =>
    request<Membership>("POST", "/v1/setup", { ...options, body: input }),
  lookUpInvitation: (token: string, options?: CallOptions) =>
    request<InvitationPreview>("POST", "/v1/invitations/look-up", { ...options, body: { token } }),
  acceptInvitation: (input: AcceptInvitationInput, options?: CallOptions) =>
    request<Membership>("POST", "/v1/invitations/accept", { ...options, body: input }),
});
