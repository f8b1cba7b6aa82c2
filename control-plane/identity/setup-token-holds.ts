import { timingSafeEqual } from "node:crypto";
import type { installation } from "../db/schema.ts";
import { hashSecret } from "./secret.ts";

/** Whether this is the token of the newest setup link. Without one issued, no token holds. */
export function setupTokenHolds(row: typeof installation.$inferSelect, token: string): boolean {
  return row.setupTokenHash !== null && timingSafeEqual(row.setupTokenHash, hashSecret(token));
}
