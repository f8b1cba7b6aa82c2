import { eq } from "drizzle-orm";
import { type System, systemContext } from "../context.ts";
import { apiKeys } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { hashApiKey, prefixOf } from "./api-key.ts";
import { firstTeam } from "./first-team.ts";
import { insertApiKey } from "./insert-api-key.ts";
import { lockInstallation } from "./lock-installation.ts";

/**
 * Makes sure that `NULLSPACE_BOOTSTRAP_API_KEY` is a key of scope admin of the first team, which is made if missing.
 * Call it at every start; one that a person revoked stays revoked.
 */
export async function ensureBootstrapKey(system: System): Promise<void> {
  const key = system.config.bootstrapApiKey;
  if (key === undefined) return;
  await system.database.queries.transaction(async (tx) => {
    // Replicas that start together come one after the other.
    await lockInstallation(tx);
    const [known] = await tx
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.keyHash, hashApiKey(key)));
    if (known !== undefined) {
      if (known.revokedAt !== null) system.log.warn({ prefix: prefixOf(key) }, "the bootstrap API key was revoked");
      return;
    }
    const ctx = systemContext(system, (await firstTeam(tx, "Team")).id);
    const row = await insertApiKey(tx, ctx, key, { name: "Bootstrap key", scope: "admin", expiresAt: null });
    await appendEvents(tx, ctx, [{ type: "key.created", data: { name: row.name, prefix: row.prefix } }]);
  });
}
