import type { SetupState } from "#lib/api/identity.ts";
import type { System } from "../context.ts";
import { installation } from "../db/schema.ts";
import { hasOwner } from "./has-owner.ts";
import { setupTokenHolds } from "./setup-token-holds.ts";

/** What the setup page shows. @param token of its link, if it has one */
export async function getSetupState(system: System, token: string | undefined): Promise<SetupState> {
  const { queries } = system.database;
  const done = await hasOwner(queries);
  const [row] = await queries.select().from(installation);
  return {
    done,
    holds: !done && row !== undefined && token !== undefined && setupTokenHolds(row, token),
    account: system.config.supabase === undefined ? "create" : "sign_in",
  };
}
