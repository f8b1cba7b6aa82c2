import type { VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { type Tree, withEntry } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { type LookOptions, lookThrough, type SearchEnd } from "./look-through.ts";
import type { Found, SearchJob } from "./search-contract.ts";

type JobOf<J> = J extends { kind: "lines" | "names" } ? Omit<J, "target" | "path" | "guarded"> : never;
/** A search, before anything is opened for it. */
export type Search = JobOf<SearchJob>;

export type SearchOptions = LookOptions<Found>;

/**
 * Looks through a directory and all below it, or through one file. Follows no link below `path`, opens regular files alone,
 * and reads by descriptor whatever is renamed meanwhile. Ends by itself after `limitMs`, also in the middle of a match that
 * would never end.
 * @param tree with an owner where it is a volume's: see `runSearch`
 * @throws ApiError file_not_found, and what the tree refuses; and the reason of the signal
 */
export const searchTree = (
  { team }: Pick<Context, "team">,
  tree: Tree & { owner?: VolumeRoot["owner"] },
  path: VolumePath,
  search: Search,
  { tell, ...options }: SearchOptions,
): Promise<SearchEnd> =>
  withEntry(tree, path, { follow: true }, ({ fd }) =>
    lookThrough(team, { ...search, target: fd, path, guarded: tree.admit !== undefined } satisfies SearchJob, {
      limitMs: options.limitMs,
      signal: options.signal,
      ...(tree.owner !== undefined && { owner: tree.owner }),
      tell: (reply) => reply.kind === "found" && tell(reply.found),
    }),
  );
