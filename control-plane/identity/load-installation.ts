import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import type { System } from "../context.ts";
import type { Database } from "../db/database.ts";
import { installation } from "../db/schema.ts";

/**
 * What makes this installation itself: its id, the key of its grants, the key of its access tokens. Made once, at the
 * first start; of replicas that start together one makes it and all read it.
 */
export async function loadInstallation(database: Database): Promise<System["installation"]> {
  const { queries } = database;
  let [row] = await queries.select().from(installation);
  if (row === undefined) {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    await queries
      .insert(installation)
      .values({
        installationId: randomBytes(8).toString("hex"),
        grantKey: randomBytes(32).toString("base64url"),
        authPrivateJwk: { ...(await exportJWK(privateKey)) },
      })
      .onConflictDoNothing();
    [row] = await queries.select().from(installation);
  }
  if (row === undefined) throw new Error("the installation row is missing after it was inserted");
  return {
    id: row.installationId,
    grantKey: Uint8Array.from(Buffer.from(row.grantKey, "base64url")),
    authPrivateJwk: row.authPrivateJwk,
  };
}
