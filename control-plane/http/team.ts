import { createRoute, z } from "@hono/zod-openapi";
import { CreateInvitationInput, Invitation, Member, RenameTeamInput, SetRoleInput, Team } from "#lib/api/identity.ts";
import { InvitationId, UserId } from "#lib/api/ids.ts";
import { createInvitation } from "../identity/create-invitation.ts";
import { listInvitations } from "../identity/list-invitations.ts";
import { listMembers } from "../identity/list-members.ts";
import { removeMember } from "../identity/remove-member.ts";
import { renameTeam } from "../identity/rename-team.ts";
import { revokeInvitation } from "../identity/revoke-invitation.ts";
import { setMemberRole } from "../identity/set-member-role.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body, teamRoute } from "./team-route.ts";

const common = { ...teamRoute("Team"), security: [{ accessToken: [] }] };
const memberParams = z.object({ user_id: UserId });
const invitationParams = z.object({ id: InvitationId });

const renameTeamRoute = createRoute({
  ...common,
  method: "patch",
  path: "/v1/team",
  operationId: "renameTeam",
  summary: "Rename the team",
  request: body(RenameTeamInput),
  responses: { 200: answer(Team, "The team."), ...refusals() },
});

const listMembersRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/team/members",
  operationId: "listMembers",
  summary: "List the members of the team",
  responses: { 200: answer(z.array(Member), "By email."), ...refusals() },
});

const setMemberRoleRoute = createRoute({
  ...common,
  method: "patch",
  path: "/v1/team/members/{user_id}",
  operationId: "setMemberRole",
  summary: "Give a member another role",
  request: { params: memberParams, ...body(SetRoleInput) },
  responses: { 200: answer(Member, "The member."), ...refusals("not_found", "conflict") },
});

const removeMemberRoute = createRoute({
  ...common,
  method: "delete",
  path: "/v1/team/members/{user_id}",
  operationId: "removeMember",
  summary: "Take a member out of the team",
  request: { params: memberParams },
  responses: { 204: { description: "Not a member any more." }, ...refusals("not_found", "conflict") },
});

const listInvitationsRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/team/invitations",
  operationId: "listInvitations",
  summary: "List the open invitations",
  responses: { 200: answer(z.array(Invitation), "Newest first."), ...refusals() },
});

const createInvitationRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/team/invitations",
  operationId: "createInvitation",
  summary: "Make an invitation link",
  request: body(CreateInvitationInput),
  responses: {
    201: answer(Invitation, "With the link's token, this once."),
    ...refusals(),
  },
});

const revokeInvitationRoute = createRoute({
  ...common,
  method: "delete",
  path: "/v1/team/invitations/{id}",
  operationId: "revokeInvitation",
  summary: "Take an invitation back",
  request: { params: invitationParams },
  responses: { 204: { description: "The link holds no more." }, ...refusals("not_found") },
});

export function registerTeam(app: App): void {
  app.openapi(renameTeamRoute, async (c) => c.json(await renameTeam(c.var.ctx, c.req.valid("json")), 200));
  app.openapi(listMembersRoute, async (c) => c.json(await listMembers(c.var.ctx), 200));
  app.openapi(setMemberRoleRoute, async (c) => {
    const user = c.req.valid("param").user_id;
    return c.json(await setMemberRole(c.var.ctx, user, c.req.valid("json").role), 200);
  });
  app.openapi(removeMemberRoute, async (c) => {
    await removeMember(c.var.ctx, c.req.valid("param").user_id);
    return c.body(null, 204);
  });
  app.openapi(listInvitationsRoute, async (c) => c.json(await listInvitations(c.var.ctx), 200));
  app.openapi(createInvitationRoute, async (c) => c.json(await createInvitation(c.var.ctx, c.req.valid("json")), 201));
  app.openapi(revokeInvitationRoute, async (c) => {
    await revokeInvitation(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  });
}
