import type { TeamId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { teams } from "../db/schema.ts";
import { EVENT_CHANNEL } from "../events/append-event.ts";
import { repeat } from "../server/repeat.ts";
import { checkAlerts } from "./check-alerts.ts";

/** Looking anyway this often covers what no event tells, and a lost connection of the listener. */
const ROUND_MS = 15_000;
/** Acts that follow each other closely are looked at together. */
const GAP_MS = 250;

/**
 * Raises and clears alerts for as long as the control plane runs: soon after something happened in a team, and for every
 * team in rounds.
 * @returns stops it and waits for what is in progress
 */
export function watchAlerts(system: System): () => Promise<void> {
  const { database, log } = system;
  const touched = new Set<TeamId>();
  const listening = database.listen(EVENT_CHANNEL, (payload) => {
    // The payload is written by `appendEvents`: the id of a team and a number.
    touched.add(payload.slice(0, payload.indexOf(":")) as TeamId);
  });
  listening.catch((error: unknown) => log.error({ err: error }, "alerts follow in rounds only: listening failed"));

  let roundAt = 0;
  const stop = repeat("check alerts", GAP_MS, log, async (signal) => {
    if (Date.now() >= roundAt) {
      for (const { id } of await database.queries.select({ id: teams.id }).from(teams)) touched.add(id);
      roundAt = Date.now() + ROUND_MS;
    }
    for (const team of [...touched]) {
      if (signal.aborted) return;
      touched.delete(team);
      await checkAlerts(system, team).catch((error: unknown) => {
        if (!signal.aborted) log.error({ err: error, team_id: team }, "the alerts of a team could not be checked");
      });
    }
  });
  return async () => {
    await stop();
    await listening.then(
      (unlisten) => unlisten(),
      () => {},
    );
  };
}
