import { eq } from "drizzle-orm";
import type { Queries } from "../db/database.ts";
import { members } from "../db/schema.ts";

/** Whether any team has an owner. From then on setup is over. */
export async function hasOwner(queries: Queries): Promise<boolean> {
  const rows = await queries.select({ id: members.userId }).from(members).where(eq(members.role, "owner")).limit(1);
  return rows.length > 0;
}
