import { sql } from "drizzle-orm";

/** How long a claim holds when its holder dies, in seconds; whoever lives renews it three times in that time. */
const CLAIM_S = 9;

export const RENEW_MS = (CLAIM_S * 1000) / 3;

/** When a claim that is made or renewed now ends. */
export const claimUntil = sql`clock_timestamp() + make_interval(secs => ${CLAIM_S})`;
