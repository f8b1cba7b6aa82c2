import type { Queries } from "../db/database.ts";
import { installation } from "../db/schema.ts";

/** The row of this installation, locked until commit: what only one start or one person may do happens under it. */
export async function lockInstallation(tx: Queries): Promise<typeof installation.$inferSelect> {
  const [row] = await tx.select().from(installation).for("update");
  if (row === undefined) throw new Error("there is no installation row: loadInstallation comes first");
  return row;
}
