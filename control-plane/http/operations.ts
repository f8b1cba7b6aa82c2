import { sql } from "drizzle-orm";
import type { App } from "./app.ts";
import type { Metrics } from "./metrics.ts";

const holds = (check: Promise<unknown>): Promise<boolean> =>
  check.then(
    () => true,
    () => false,
  );

/** For those who run it: is it alive, may it be sent requests, what does it do. */
export function registerOperations(app: App, metrics: Metrics): void {
  app.get("/healthz", (c) => c.json({ status: "ok" }));

  app.get("/readyz", async (c) => {
    const { database, store, stopping } = c.var.system;
    const checks = {
      database: await holds(Promise.resolve(database.queries.execute(sql`select 1`))),
      store: await holds(store.list()),
      stopping: stopping.aborted,
    };
    const ready = checks.database && checks.store && !checks.stopping;
    return c.json({ status: ready ? "ready" : "not_ready", ...checks }, ready ? 200 : 503);
  });

  app.get("/metrics", async (c) => {
    const { contentType, text } = await metrics.render();
    return c.body(text, 200, { "content-type": contentType });
  });
}
