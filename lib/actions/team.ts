"use server";

import { z } from "zod";
import { CreateInvitationInput, RenameTeamInput, Role } from "#lib/api/identity.ts";
import { InvitationId, UserId } from "#lib/api/ids.ts";
import { adminAction, viewerAction } from "./action-client.ts";

export const renameTeamAction = adminAction
  .inputSchema(RenameTeamInput)
  .action(async ({ parsedInput, ctx }) => ctx.api.team.rename(parsedInput.name));

export const setRoleAction = adminAction
  .inputSchema(z.object({ user: UserId, role: Role }))
  .action(async ({ parsedInput, ctx }) => ctx.api.team.setRole(parsedInput.user, parsedInput.role));

export const removeMemberAction = adminAction
  .inputSchema(z.object({ user: UserId }))
  .action(async ({ parsedInput, ctx }) => ctx.api.team.removeMember(parsedInput.user));

/** Takes the caller out of the team: everyone may leave, so this asks for no role. */
export const leaveTeamAction = viewerAction
  .inputSchema(z.object({ user: UserId }))
  .action(async ({ parsedInput, ctx }) => ctx.api.team.removeMember(parsedInput.user));

/** Answers the invitation with its token, this once. */
export const inviteAction = adminAction
  .inputSchema(CreateInvitationInput)
  .action(async ({ parsedInput, ctx }) => ctx.api.team.invite(parsedInput));

export const revokeInvitationAction = adminAction
  .inputSchema(z.object({ id: InvitationId }))
  .action(async ({ parsedInput, ctx }) => ctx.api.team.revokeInvitation(parsedInput.id));
