import { createHash, timingSafeEqual } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import { ApiError } from "#lib/api/api-error.ts";
import { ForgottenHost, Host, HostId } from "#lib/api/hosts.ts";
import { TeamId, VolumeId } from "#lib/api/ids.ts";
import { OperatorVolume, SetTeamCapInput, SetVolumeCapInput, Volume } from "#lib/api/volumes.ts";
import { forgetHost } from "../hosts/forget-host.ts";
import { listHosts } from "../hosts/list-hosts.ts";
import { listAllVolumes } from "../volumes/list-all-volumes.ts";
import { setTeamCap, setVolumeCap } from "../volumes/set-cap.ts";
import type { App, AppEnv } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, body } from "./team-route.ts";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** @throws ApiError unauthenticated, unauthorized, forbidden where the deployment has no operator key */
const withOperator = createMiddleware<AppEnv>(async (c, next) => {
  const { operatorKey } = c.var.system.config;
  if (operatorKey === undefined)
    throw new ApiError("forbidden", "This deployment has no operator key.", {
      suggestedAction: "Set NULLSPACE_OPERATOR_KEY and start the control plane again.",
    });
  const header = c.req.header("authorization");
  if (header === undefined) throw new ApiError("unauthenticated", "This needs the operator key.");
  const given = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? "";
  // Digests have one length, so that the comparison tells nothing of how much was right.
  if (!timingSafeEqual(digest(given), digest(operatorKey)))
    throw new ApiError("unauthorized", "This is not the operator key of this deployment.");
  return next();
});

const security: Record<string, string[]>[] = [{ operatorKey: [] }];
const common = { tags: ["Operator"], middleware: withOperator, security };

const listAllVolumesRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/admin/volumes",
  operationId: "listAllVolumes",
  summary: "List the volumes of every team",
  responses: { 200: answer(z.array(OperatorVolume), "By team and name."), ...refusals() },
});

const setVolumeCapRoute = createRoute({
  ...common,
  method: "put",
  path: "/v1/admin/volumes/{id}/cap",
  operationId: "setVolumeCap",
  summary: "Give a volume limits of its own",
  request: { params: z.object({ id: VolumeId }), ...body(SetVolumeCapInput) },
  responses: { 200: answer(Volume, "The volume with its new limits."), ...refusals("volume_not_found") },
});

const setTeamCapRoute = createRoute({
  ...common,
  method: "put",
  path: "/v1/admin/teams/{id}/cap",
  operationId: "setTeamCap",
  summary: "Set the cap of a team's volumes",
  request: { params: z.object({ id: TeamId }), ...body(SetTeamCapInput) },
  responses: { 204: { description: "It is in force." }, ...refusals("not_found") },
});

const listHostsRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/admin/hosts",
  operationId: "listHosts",
  summary: "List the machines that run sandboxes",
  responses: { 200: answer(z.array(Host), "By name."), ...refusals() },
});

const forgetHostRoute = createRoute({
  ...common,
  method: "delete",
  path: "/v1/admin/hosts/{id}",
  operationId: "forgetHost",
  summary: "Take a machine that is gone for good out of the deployment, with its sandboxes and snapshots",
  request: { params: z.object({ id: HostId }) },
  responses: { 200: answer(ForgottenHost, "What went with it."), ...refusals("not_found", "conflict") },
});

export function registerAdmin(app: App): void {
  app.openapi(listHostsRoute, async (c) => c.json(await listHosts(c.var.system), 200));

  app.openapi(forgetHostRoute, async (c) => c.json(await forgetHost(c.var.system, c.req.valid("param").id), 200));

  app.openapi(listAllVolumesRoute, async (c) => c.json(await listAllVolumes(c.var.system), 200));

  app.openapi(setVolumeCapRoute, async (c) =>
    c.json(await setVolumeCap(c.var.system, c.req.valid("param").id, c.req.valid("json")), 200),
  );

  app.openapi(setTeamCapRoute, async (c) => {
    await setTeamCap(c.var.system, c.req.valid("param").id, c.req.valid("json"));
    return c.body(null, 204);
  });
}
