import type { ApiError } from "#lib/api/api-error.ts";
import type { TeamId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";

/**
 * A number of places for each team. What is limited is the memory of this process, so it is counted in this process.
 * @returns takes a place and answers how to give it back (a second call does nothing); throws what `full` makes
 */
export function createPlaces(max: number, full: (max: number) => ApiError): (ctx: Context) => () => void {
  const taken = new Map<TeamId, number>();
  return ({ team }) => {
    const count = taken.get(team) ?? 0;
    if (count >= max) throw full(max);
    taken.set(team, count + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (taken.get(team) ?? 1) - 1;
      if (left > 0) taken.set(team, left);
      else taken.delete(team);
    };
  };
}
