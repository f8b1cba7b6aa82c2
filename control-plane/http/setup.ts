import { createRoute, z } from "@hono/zod-openapi";
import {
  AcceptInvitationInput,
  InvitationPreview,
  LookUpInvitationInput,
  Membership,
  SetupInput,
  SetupState,
} from "#lib/api/identity.ts";
import { acceptInvitation } from "../identity/accept-invitation.ts";
import { completeSetup } from "../identity/complete-setup.ts";
import { getSetupState } from "../identity/get-setup-state.ts";
import { lookUpInvitation } from "../identity/look-up-invitation.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body } from "./team-route.ts";
import { withAnyone } from "./with-team.ts";

// What people do before they are in a team: the link's token is the right.
const security: Record<string, string[]>[] = [{}, { accessToken: [] }];
const common = { tags: ["Joining"], middleware: withAnyone, security };

const getSetupStateRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/setup",
  operationId: "getSetupState",
  summary: "Whether setup is still to be done, and whether a link holds",
  request: { query: z.object({ token: z.string().max(200).optional() }) },
  responses: { 200: answer(SetupState, "How it stands."), ...refusals() },
});

const completeSetupRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/setup",
  operationId: "completeSetup",
  summary: "Make the first owner, by the link that the start printed",
  request: body(SetupInput),
  responses: { 201: answer(Membership, "The owner's place."), ...refusals("conflict", "rate_limit_exceeded") },
});

const lookUpInvitationRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/invitations/look-up",
  operationId: "lookUpInvitation",
  summary: "What an invitation link offers",
  request: body(LookUpInvitationInput),
  responses: { 200: answer(InvitationPreview, "The offer."), ...refusals("not_found") },
});

const acceptInvitationRoute = createRoute({
  ...common,
  method: "post",
  path: "/v1/invitations/accept",
  operationId: "acceptInvitation",
  summary: "Join a team by an invitation link",
  request: body(AcceptInvitationInput),
  responses: {
    201: answer(Membership, "The place in the team."),
    ...refusals("not_found", "conflict", "rate_limit_exceeded"),
  },
});

export function registerSetup(app: App): void {
  app.openapi(getSetupStateRoute, async (c) =>
    c.json(await getSetupState(c.var.system, c.req.valid("query").token), 200),
  );
  app.openapi(completeSetupRoute, async (c) => {
    const who = { signedIn: c.var.signedIn, requestId: c.var.requestId };
    return c.json(await completeSetup(c.var.system, c.req.valid("json"), who), 201);
  });
  app.openapi(lookUpInvitationRoute, async (c) =>
    c.json(await lookUpInvitation(c.var.system, c.req.valid("json").token), 200),
  );
  app.openapi(acceptInvitationRoute, async (c) => {
    const who = { signedIn: c.var.signedIn, requestId: c.var.requestId };
    return c.json(await acceptInvitation(c.var.system, c.req.valid("json"), who), 201);
  });
}
