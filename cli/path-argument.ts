import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { UsageError } from "./usage-error.ts";

/** @throws UsageError with the rule that the path breaks */
export function pathArgument(text: string): VolumePath {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) throw new UsageError(`path ${text} ${parsed.problem}`);
  return parsed.path;
}
