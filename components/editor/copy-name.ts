import { nameProblem } from "#lib/api/paths.ts";

/**
 * The name suggested for a copy of one's own version: `a (mine).txt`, then `a (mine 2).txt`.
 * @param tries how many of the names before were taken
 */
export function copyName(name: string, tries = 0): string {
  const dot = name.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  const mark = tries === 0 ? " (mine)" : ` (mine ${tries + 1})`;
  let kept = Array.from(stem);
  // A name at the limit loses characters of its stem, so that the mark and the extension fit.
  while (kept.length > 1 && nameProblem(kept.join("") + mark + extension) !== null) kept = kept.slice(0, -1);
  return kept.join("") + mark + extension;
}
