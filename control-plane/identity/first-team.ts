import { asc } from "drizzle-orm";
import type { Queries } from "../db/database.ts";
import { teams } from "../db/schema.ts";
import { newId } from "../new-id.ts";

type TeamRow = typeof teams.$inferSelect;

/** The oldest team, or a new one of that name. Call it under `lockInstallation`, else two may be made. */
export async function firstTeam(tx: Queries, name: string): Promise<TeamRow> {
  const [oldest] = await tx.select().from(teams).orderBy(asc(teams.createdAt), asc(teams.id)).limit(1);
  if (oldest !== undefined) return oldest;
  const [made] = await tx
    .insert(teams)
    .values({ id: newId("team"), name })
    .returning();
  if (made === undefined) throw new Error("the new team returned no row");
  return made;
}
