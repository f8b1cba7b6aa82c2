import { createSerializer, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { type FileRoot, pathOfRoot } from "#lib/api/file-root.ts";
import { MAX_FOUND } from "#lib/api/limits.ts";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";
import type { PreviewReplaceInput } from "#lib/api/replacing.ts";
import type { SearchStreamInput } from "#lib/api/searching.ts";

/** What of the search is in the URL, beside where the file manager is. */
export const searchUrl = {
  /** What is looked for; there and empty while nothing is typed, absent while the search is closed. */
  find: parseAsString,
  in: parseAsStringLiteral(["contents", "names"]).withDefault("contents"),
  within: parseAsStringLiteral(["volume", "folder"]).withDefault("volume"),
  case: parseAsBoolean.withDefault(false),
  word: parseAsBoolean.withDefault(false),
  regex: parseAsBoolean.withDefault(false),
  glob: parseAsString.withDefault(""),
  /** What is put in its place; absent while nothing is to be replaced. */
  put: parseAsString,
  /** What it would change is shown. */
  preview: parseAsBoolean.withDefault(false),
};

export type SearchAsked = {
  find: string | null;
  in: "contents" | "names";
  within: "volume" | "folder";
  case: boolean;
  word: boolean;
  regex: boolean;
  glob: string;
  put: string | null;
  preview: boolean;
};

const serialize = createSerializer(searchUrl);

/** The address of the files of a root with the search open. */
export const searchHref = (root: FileRoot): string => serialize(`${pathOfRoot(root)}/files`, { find: "" });

const how = (asked: SearchAsked, folder: VolumePath) => ({
  path: asked.within === "folder" ? folder : ROOT,
  literal: !asked.regex,
  case_sensitive: asked.case,
  whole_word: asked.word,
  ...(asked.glob.trim() === "" ? {} : { glob: asked.glob.trim() }),
});

/** The search that is asked for; null while there is nothing to look for. */
export function searchInput(asked: SearchAsked, folder: VolumePath): SearchStreamInput | null {
  if (!asked.find) return null;
  return { ...how(asked, folder), query: asked.find, in: asked.in, limit: MAX_FOUND / 2 };
}

/** The replace that is asked for; null while there is nothing to look for. */
export function previewInput(asked: SearchAsked, folder: VolumePath): PreviewReplaceInput | null {
  if (!asked.find || asked.put === null || asked.in === "names") return null;
  return { ...how(asked, folder), query: asked.find, replacement: asked.put };
}
