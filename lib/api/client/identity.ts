import type {
  Account,
  ApiKey,
  CreateApiKeyInput,
  CreateInvitationInput,
  Invitation,
  Member,
  Role,
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
  /** A new secret for the same key; the old one holds for 24 hours more. */
  rotate: (id: ApiKeyId, options?: CallOptions) => request<ApiKey>("POST", `/v1/keys/${id}/rotate`, options),
});
