import { randomUUID } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, Person, System } from "../context.ts";
import { registerAccount } from "./account.ts";
import { registerAdmin } from "./admin.ts";
import { registerAuth } from "./auth.ts";
import { registerDocs } from "./docs.ts";
import { respondToError, respondToInvalidInput, respondToUnknownRoute } from "./errors.ts";
import { registerEvents } from "./events.ts";
import { registerFiles } from "./files.ts";
import { jsonOnly } from "./json-only.ts";
import { registerKeys } from "./keys.ts";
import { createMetrics } from "./metrics.ts";
import { observeRequests } from "./observe-requests.ts";
import { registerOperations } from "./operations.ts";
import { registerSetup } from "./setup.ts";
import { registerSignedFile } from "./signed-file.ts";
import { registerTeam } from "./team.ts";
import { registerTransfers } from "./transfers.ts";
import { registerTrash } from "./trash.ts";
import { registerVolumes } from "./volumes.ts";

export type AppEnv = {
  /** Node's own request and response, for the routes that stream. */
  Bindings: HttpBindings;
  Variables: {
    system: System;
    requestId: string;
    /** Set by `withTeam`; a route without it has no team. */
    ctx: Context;
    /** Set by `withPerson`. */
    person: Person;
    /** Set by `withAnyone`. */
    signedIn: Person | null;
  };
};
export type App = OpenAPIHono<AppEnv>;

/** The HTTP face of the control plane: adapters only, every rule is in a verb. */
export function createApp(system: System): App {
  const app: App = new OpenAPIHono<AppEnv>({ defaultHook: respondToInvalidInput });
  app.use(async (c, next) => {
    c.set("system", system);
    c.set("requestId", randomUUID());
    await next();
    c.res.headers.set("x-request-id", c.var.requestId);
  });
  const metrics = createMetrics(system);
  app.use(observeRequests(metrics));
  app.use("/v1/*", jsonOnly);
  app.onError(respondToError);
  app.notFound(respondToUnknownRoute);
  registerOperations(app, metrics);
  registerDocs(app);
  registerAuth(app);
  registerSetup(app);
  registerAccount(app);
  registerTeam(app);
  registerKeys(app);
  registerSignedFile(app);
  registerVolumes(app);
  registerFiles(app);
  registerTrash(app);
  registerEvents(app);
  registerAdmin(app);
  registerTransfers(app);
  return app;
}
