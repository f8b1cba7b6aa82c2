import { eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { Membership, SetupInput } from "#lib/api/identity.ts";
import type { Person, System } from "../context.ts";
import { installation, teams } from "../db/schema.ts";
import { firstTeam } from "./first-team.ts";
import { getSetupState } from "./get-setup-state.ts";
import { hasOwner } from "./has-owner.ts";
import { joinTeam } from "./join-team.ts";
import { lockInstallation } from "./lock-installation.ts";
import { meetNewcomer } from "./newcomer.ts";
import { setupTokenHolds } from "./setup-token-holds.ts";

const refused = () =>
  new ApiError("forbidden", "This setup link does not hold: it was used, or a newer one was printed.", {
    suggestedAction: "Start the control plane again and open the link that it prints.",
  });

/**
 * Makes the first owner, once: with an account of their own (embedded), or as the person who is signed in (Supabase).
 * The team is the first one, such as the bootstrap key's, or a new one.
 * @throws ApiError forbidden, invalid_request, unauthenticated, conflict
 */
export async function completeSetup(
  system: System,
  input: SetupInput,
  who: { signedIn: Person | null; requestId: string },
): Promise<Membership> {
  if (!(await getSetupState(system, input.token)).holds) throw refused();
  const newcomer = await meetNewcomer(system, input, who.signedIn);
  return system.database.queries.transaction(async (tx) => {
    // Of two at once the second finds the token spent.
    if (!setupTokenHolds(await lockInstallation(tx), input.token) || (await hasOwner(tx))) throw refused();
    await tx.update(installation).set({ setupTokenHash: null, setupDoneAt: new Date() });
    const person = await newcomer.become(tx);
    const team = await firstTeam(tx, "Team");
    const name = input.team_name ?? team.name;
    await tx.update(teams).set({ name }).where(eq(teams.id, team.id));
    return joinTeam(tx, system, { team: { ...team, name }, person, role: "owner", requestId: who.requestId });
  });
}
