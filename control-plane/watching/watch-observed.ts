import type { System } from "../context.ts";
import { look } from "./look.ts";
import type { Observation } from "./observation.ts";
import { scan } from "./scan.ts";

/** How often each observed directory is looked at, in milliseconds. Differences are told within two looks and a rest. */
export const LOOK_MS = 300;

async function end(system: System, key: string, observation: Observation): Promise<void> {
  system.observations.delete(key);
  observation.seen?.hints.stop();
  await scan({ kind: "forget", id: observation.id });
}

/** Looks once at every directory that somebody observes through this replica, and lets go of the others. */
export async function watchObserved(system: System): Promise<void> {
  const looks = [...system.observations].map(async ([key, observation]) => {
    await observation.looking;
    if (observation.expiresAtMs <= Date.now()) return end(system, key, observation);
    observation.looking = look(system, observation, { first: false })
      .catch((error: unknown) => {
        system.log.warn(
          { err: error, volume_id: observation.volumeId },
          "an observed directory could not be looked at",
        );
      })
      .finally(() => {
        observation.looking = null;
      });
    return observation.looking;
  });
  await Promise.all(looks);
}
