import type { System } from "../context.ts";
import { installation } from "../db/schema.ts";
import { hasOwner } from "./has-owner.ts";
import { lockInstallation } from "./lock-installation.ts";
import { hashSecret, makeSecret } from "./secret.ts";

/**
 * A new token for the setup link, to be printed at start; the one before it ends. Null once a team has an owner.
 * Only its hash is kept.
 */
export async function issueSetupToken(system: System): Promise<string | null> {
  return system.database.queries.transaction(async (tx) => {
    await lockInstallation(tx);
    if (await hasOwner(tx)) return null;
    const token = makeSecret();
    await tx.update(installation).set({ setupTokenHash: hashSecret(token) });
    return token;
  });
}
