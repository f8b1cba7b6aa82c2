import { createRoute } from "@hono/zod-openapi";
import { Account } from "#lib/api/identity.ts";
import { getAccount } from "../identity/get-account.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer } from "./team-route.ts";
import { withPerson } from "./with-team.ts";

const getAccountRoute = createRoute({
  tags: ["Account"],
  middleware: withPerson,
  security: [{ accessToken: [] }],
  method: "get",
  path: "/v1/account/me",
  operationId: "getAccount",
  summary: "Who is signed in",
  request: {},
  responses: { 200: answer(Account, "The person, and the team if there is one."), ...refusals() },
});

export function registerAccount(app: App): void {
  app.openapi(getAccountRoute, async (c) => c.json(await getAccount(c.var.system, c.var.person), 200));
}
