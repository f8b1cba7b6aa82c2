import { createRoute } from "@hono/zod-openapi";
import { AlertPage, ListAlertsQuery } from "#lib/api/alerts.ts";
import { Overview } from "#lib/api/overview.ts";
import { listAlerts } from "../alerts/list-alerts.ts";
import { getOverview } from "../overview/get-overview.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, teamRoute } from "./team-route.ts";

const common = teamRoute("Alerts");

const listAlertsRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/alerts",
  operationId: "listAlerts",
  summary: "List what is wrong in the team and what was",
  request: { query: ListAlertsQuery },
  responses: { 200: answer(AlertPage, "Newest first."), ...refusals() },
});

const getOverviewRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/overview",
  operationId: "getOverview",
  summary: "Count attachments and sandboxes by how they stand",
  responses: { 200: answer(Overview, "The counts."), ...refusals() },
});

export function registerAlerts(app: App): void {
  app.openapi(listAlertsRoute, async (c) => c.json(await listAlerts(c.var.ctx, c.req.valid("query")), 200));
  app.openapi(getOverviewRoute, async (c) => c.json(await getOverview(c.var.ctx), 200));
}
