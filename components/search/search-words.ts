import type { SearchState } from "./use-search.ts";

const number = new Intl.NumberFormat("en");
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${number.format(value)} ${value === 1 ? one : many}`;

/** What was found, as a sentence that grows while the search runs. */
export function summary({ results, running, end, stopped }: SearchState, what: "contents" | "names"): string {
  const found =
    what === "names"
      ? counted(results.rows.length, "name")
      : `${counted(results.found, "line")} in ${counted(results.files, "file")}`;
  if (running) return results.found === 0 ? "Searching…" : `${found} so far…`;
  if (stopped) return `${found}, then stopped`;
  if (end?.cut === "limit") return `The first ${found}; there are more`;
  if (end?.cut === "time") return `${found}; it took too long and was ended`;
  return found;
}
