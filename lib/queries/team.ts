import { queryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";

export const teamKeys = {
  account: ["account"] as const,
  members: ["team", "members"] as const,
  invitations: ["team", "invitations"] as const,
  keys: ["team", "keys"] as const,
};

export const memberList = (api: NullspaceClient) =>
  queryOptions({ queryKey: teamKeys.members, queryFn: ({ signal }) => api.team.members({ signal }) });

export const invitationList = (api: NullspaceClient) =>
  queryOptions({ queryKey: teamKeys.invitations, queryFn: ({ signal }) => api.team.invitations({ signal }) });

export const keyList = (api: NullspaceClient) =>
  queryOptions({ queryKey: teamKeys.keys, queryFn: ({ signal }) => api.keys.list({ signal }) });
