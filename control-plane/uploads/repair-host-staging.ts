import { and, inArray, isNotNull } from "drizzle-orm";
import type { System } from "../context.ts";
import { uploads } from "../db/schema.ts";
import { emptyStaging } from "../storage/empty-staging.ts";
import { sessionFile } from "./session-file.ts";
import { withHostStaging } from "./session-staging.ts";

/** Removes, at the start, what a crash left of uploads into sandboxes that cannot be gone on with. */
export async function repairHostStaging(system: System): Promise<void> {
  const rows = await system.database.queries
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(isNotNull(uploads.sandboxId), inArray(uploads.status, ["open", "completing"])));
  const kept = new Set(rows.map(({ id }) => sessionFile(id)));
  await withHostStaging(system, ({ staging }) => emptyStaging(system, staging, kept));
}
