import type { TeamId } from "#lib/api/ids.ts";
import { type RunOptions, runSearch, SearchTimeout } from "./run-search.ts";
import type { SearchJob } from "./search-contract.ts";

/** How long a search may take, below what the official client waits for an answer. */
export const SEARCH_MS = 20_000;

/** What a tree is looked through with, and for whom what is found is told. */
export type LookOptions<Found> = {
  limitMs?: number;
  signal?: AbortSignal | undefined;
  /** Called with what was found, as it is found; first with nothing, when the search begins. */
  tell(found: Found[]): void;
};
export type SearchEnd = { lookedAt: number; cut: "limit" | "time" | null };

/** Runs a search to its end, or until `limitMs` is over: then it is cut, with what was told until then. */
export async function lookThrough(
  team: TeamId,
  job: SearchJob,
  { limitMs = SEARCH_MS, tell, ...options }: Omit<RunOptions, "limitMs"> & { limitMs: number | undefined },
): Promise<SearchEnd> {
  const end: SearchEnd = { lookedAt: 0, cut: null };
  try {
    await runSearch(team, job, {
      ...options,
      limitMs,
      tell: (reply) => {
        tell(reply);
        if (reply.kind === "end" && reply.limited) end.cut = "limit";
        if ("lookedAt" in reply) end.lookedAt = reply.lookedAt;
      },
    });
  } catch (error) {
    if (!(error instanceof SearchTimeout)) throw error;
    end.cut = "time";
  }
  return end;
}
