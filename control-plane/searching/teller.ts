import type { Found, SearchReply } from "./search-contract.ts";

/** What was found is told when this much has gathered, or this long after it was told last. */
const BATCH = 100;
const BATCH_MS = 50;

/** As much was found as was asked for. */
export class Enough extends Error {}

/** Gathers what is found and says it in batches; throws `Enough` at the limit. */
export function createTeller(limit: number, say: (reply: SearchReply) => void) {
  let batch: Found[] = [];
  let total = 0;
  let toldAt = performance.now();
  const teller = {
    lookedAt: 0,
    /** How many more it takes, the one that is too many included. */
    room: () => limit - total + 1,
    flush() {
      say({ kind: "found", found: batch, lookedAt: teller.lookedAt });
      batch = [];
      toldAt = performance.now();
    },
    looked() {
      teller.lookedAt += 1;
      if (performance.now() - toldAt > BATCH_MS) teller.flush();
    },
    add(found: Found) {
      if (total >= limit) throw new Enough();
      total += 1;
      batch.push(found);
      if (batch.length >= BATCH) teller.flush();
    },
  };
  return teller;
}
export type Teller = ReturnType<typeof createTeller>;
