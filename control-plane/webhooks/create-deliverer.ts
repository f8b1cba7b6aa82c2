import { randomUUID } from "node:crypto";
import type { System } from "../context.ts";
import { claimDelivery } from "./claim-delivery.ts";
import { deliver } from "./deliver.ts";
import type { ResolveHost } from "./resolve-host.ts";

/** Tries under way at once, each of another webhook. */
const SLOTS = 8;

export type Deliverer = {
  /** Begins what is due, as far as there is room; what is begun goes on by itself, and what follows it too. */
  round(): Promise<void>;
  /** Waits until nothing is under way. */
  idle(): Promise<void>;
};

/** Sends what webhooks are to be told. Any number of control planes share the work. */
export function createDeliverer(system: System, options: { resolve?: ResolveHost } = {}): Deliverer {
  const owner = randomUUID();
  const running = new Set<Promise<void>>();
  const round = async () => {
    while (running.size < SLOTS && !system.stopping.aborted) {
      const claimed = await claimDelivery(system, owner);
      if (claimed === null) return;
      const sending = deliver(system, claimed, options)
        // Tried again when the lease is over.
        .catch((error: unknown) => system.log.error({ err: error }, "a delivery to a webhook could not be made"))
        .then(async () => {
          running.delete(sending);
          await round();
        });
      running.add(sending);
    }
  };
  return {
    round,
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
