import { randomUUID } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, Person, System } from "../context.ts";
import { registerAccount } from "./account.ts";
import { registerAdmin } from "./admin.ts";
import { registerAlerts } from "./alerts.ts";
import { allowOrigins } from "./allow-origins.ts";
import { registerAttachments } from "./attachments.ts";
import { registerAuth } from "./auth.ts";
import { registerDocs } from "./docs.ts";
import { respondToError, respondToInvalidInput, respondToUnknownRoute } from "./errors.ts";
import { registerEvents } from "./events.ts";
import { registerExecSocket } from "./exec-socket.ts";
import { registerFiles } from "./files.ts";
import { jsonOnly } from "./json-only.ts";
import { registerKeys } from "./keys.ts";
import { pathOfRequest, rewordForMachines } from "./machines.ts";
import { createMetrics } from "./metrics.ts";
import { observeRequests } from "./observe-requests.ts";
import { registerOperations } from "./operations.ts";
import { registerReplacing } from "./replacing.ts";
import { registerSandboxBulkFiles } from "./sandbox-bulk-files.ts";
import { registerSandboxExec } from "./sandbox-exec.ts";
import { registerSandboxFiles } from "./sandbox-files.ts";
import { registerSandboxReplacing } from "./sandbox-replacing.ts";
import { registerSandboxSearching } from "./sandbox-searching.ts";
import { registerSandboxTransfers } from "./sandbox-transfers.ts";
import { registerSandboxes } from "./sandboxes.ts";
import { registerSearching } from "./searching.ts";
import { registerSetup } from "./setup.ts";
import { registerSignedCopy } from "./signed-copy.ts";
import { registerSignedFile } from "./signed-file.ts";
import { registerSignedPart } from "./signed-part.ts";
import { registerSnapshots } from "./snapshots.ts";
import { registerTeam } from "./team.ts";
import { registerTerminal } from "./terminal.ts";
import { registerTransfers } from "./transfers.ts";
import { registerTrash } from "./trash.ts";
import type { Upgrade } from "./upgrades.ts";
import { registerUploads } from "./uploads.ts";
import { registerUsage } from "./usage.ts";
import { registerVolumes } from "./volumes.ts";
import { registerWatch } from "./watch.ts";
import { registerWebhooks } from "./webhooks.ts";

export type AppEnv = {
  /** Node's own request and response, for the routes that stream; and the connection that asks to become a WebSocket. */
  Bindings: HttpBindings & { upgrade?: Upgrade };
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
  const app: App = new OpenAPIHono<AppEnv>({ defaultHook: respondToInvalidInput, getPath: pathOfRequest });
  app.use(async (c, next) => {
    c.set("system", system);
    c.set("requestId", randomUUID());
    await next();
    c.res.headers.set("x-request-id", c.var.requestId);
  });
  const metrics = createMetrics(system);
  app.use(observeRequests(metrics));
  app.use("/v1/sandboxes/*", rewordForMachines);
  app.use("/v1/*", allowOrigins);
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
  registerSignedCopy(app);
  registerSignedPart(app);
  registerVolumes(app);
  registerFiles(app);
  registerTrash(app);
  registerUsage(app);
  registerEvents(app);
  registerAlerts(app);
  registerWebhooks(app);
  registerAdmin(app);
  registerTransfers(app);
  registerAttachments(app);
  registerSearching(app);
  registerReplacing(app);
  registerUploads(app);
  registerWatch(app);
  registerSandboxes(app);
  registerSnapshots(app);
  registerSandboxExec(app);
  registerSandboxTransfers(app);
  registerSandboxFiles(app);
  registerSandboxBulkFiles(app);
  registerSandboxReplacing(app);
  registerSandboxSearching(app);
  registerExecSocket(app);
  registerTerminal(app);
  return app;
}
