import { eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { RenameTeamInput, Team } from "#lib/api/identity.ts";
import type { Context } from "../context.ts";
import { teams } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "./authorize.ts";
import { toTeam } from "./to-team.ts";

/** @throws ApiError forbidden */
export async function renameTeam(ctx: Context, { name }: RenameTeamInput): Promise<Team> {
  authorize(ctx, "team:write");
  return ctx.transaction(async (tx) => {
    const [team] = await tx.update(teams).set({ name }).where(eq(teams.id, ctx.team)).returning();
    if (team === undefined) throw new ApiError("not_found", "This team is gone.");
    await appendEvents(tx, ctx, [{ type: "team.renamed", data: { name } }]);
    return toTeam(team);
  });
}
