import { sql } from "drizzle-orm";
import type { App } from "./app.ts";

export function registerOperations(app: App): void {
  app.get("/healthz", (c) => c.json({ status: "ok" }));

  app.get("/readyz", async (c) => {
    const { database, store } = c.var.system;
    const checks = {
      database: await database.queries.execute(sql`select 1`).then(
        () => true,
        () => false,
      ),
      store: await store.list().then(
        () => true,
        () => false,
      ),
    };
    const ready = checks.database && checks.store && !c.var.system.stopping.aborted;
    return c.json({ status: ready ? "ready" : "not ready", ...checks }, ready ? 200 : 503);
  });
}
