import { ApiError } from "#lib/api/api-error.ts";
import { MAX_FOUND } from "#lib/api/limits.ts";
import type { FindInput, FoundLine } from "#lib/api/searching.ts";
import { parseGlob } from "./glob.ts";
import type { SearchEnd } from "./look-through.ts";
import { parsePattern } from "./pattern.ts";
import type { Found } from "./search-contract.ts";
import type { Search, SearchOptions } from "./search-tree.ts";

/** Characters of a line in an answer: a whole line of any text that people write. */
const ANSWERED_CHARS = 10_000;

export type CollectOptions = Omit<SearchOptions, "tell">;
/** `cut`: there is more than one answer carries. */
export type Collected<T> = { found: T[]; cut: boolean };
/** Does the search where it is asked for. */
type Ask = (search: Search, options: SearchOptions) => Promise<SearchEnd>;

const tooLong = () =>
  new ApiError("timeout", "The search took too long and was ended.", {
    suggestedAction: "Search in a smaller directory, or with a simpler pattern.",
  });

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

async function collect<T>(
  search: Search,
  options: CollectOptions,
  ask: Ask,
  take: (found: Found) => T[],
): Promise<Collected<T>> {
  const found: T[] = [];
  const tell: SearchOptions["tell"] = (some) => {
    for (const one of some) found.push(...take(one));
  };
  const { cut } = await ask(search, { ...options, tell });
  if (cut === "time") throw tooLong();
  return { found, cut: cut === "limit" };
}

/** The lines that match, by file and line. @throws ApiError invalid_request (the pattern), timeout, and what `ask` throws */
export async function collectLines(
  input: Pick<FindInput, "pattern" | "literal" | "case_sensitive">,
  options: CollectOptions,
  ask: Ask,
): Promise<Collected<FoundLine>> {
  const pattern = parsePattern(input);
  const search = { kind: "lines", pattern, glob: null, limit: MAX_FOUND, maxChars: ANSWERED_CHARS } as const;
  const answer = await collect(search, options, ask, (found) =>
    found.type === "line" ? [{ file: found.path, line: found.line, content: found.text }] : [],
  );
  answer.found.sort((a, b) => compare(a.file, b.file) || a.line - b.line);
  return answer;
}

/** The paths that a glob holds for, in their order. @throws ApiError timeout, and what `ask` throws */
export async function collectNames(glob: string, options: CollectOptions, ask: Ask): Promise<Collected<string>> {
  const search = { kind: "names", glob: parseGlob(glob), limit: MAX_FOUND } as const;
  const answer = await collect(search, options, ask, ({ path }) => [path]);
  answer.found.sort(compare);
  return answer;
}
