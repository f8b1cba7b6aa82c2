import { z } from "@hono/zod-openapi";
import { MAX_FOUND, MAX_PATHS_PER_CALL, MAX_PATTERN_CHARS, MAX_REPLACEMENT_CHARS } from "./limits.ts";
import type { VolumePath } from "./paths.ts";
import { VolumePathInput } from "./volume-path.ts";

const Pattern = z.string().min(1).max(MAX_PATTERN_CHARS);
const Start = VolumePathInput.default("/" as VolumePath);
const how = {
  /** The pattern is text to be found as it stands; otherwise a regular expression as JavaScript has them, for each line. */
  literal: z.boolean().default(false),
  case_sensitive: z.boolean().default(true),
};

export const FindInput = z.object({ path: Start, pattern: Pattern, ...how }).openapi("FindInFiles");
export type FindInput = z.infer<typeof FindInput>;

/** The whole of a line that matches; the official client refuses any other field. */
export const FoundLine = z
  .object({
    file: z.string(),
    /** The first line is 1. */
    line: z.int().positive(),
    content: z.string(),
  })
  .openapi("FoundLine");
export type FoundLine = z.infer<typeof FoundLine>;

export const SearchInput = z
  .object({
    path: Start,
    /**
     * A glob: `*` and `?` within a name, `**` for any directories, `[a-z]`, `{a,b}`. Without a slash it is held against names
     * at any depth, with one against paths below `path`.
     */
    pattern: Pattern,
  })
  .openapi("SearchFiles");
export type SearchInput = z.infer<typeof SearchInput>;

export const ReplaceInput = z
  .object({
    files: z.array(VolumePathInput).max(MAX_PATHS_PER_CALL),
    pattern: Pattern,
    /** With a regular expression `$1`, `$<name>` and `$&` stand for what was matched, and `$$` for a dollar. */
    replacement: z.string().max(MAX_REPLACEMENT_CHARS),
    /** Counts and changes nothing. */
    dry_run: z.boolean().default(false),
    ...how,
  })
  .openapi("ReplaceInFiles");
export type ReplaceInput = z.infer<typeof ReplaceInput>;

export const Replaced = z
  .object({
    dry_run: z.boolean(),
    replacements: z.int().nonnegative(),
    files_modified: z.int().nonnegative(),
    /** Gone, no regular file, not readable, too large, or changed by somebody else meanwhile. */
    files_skipped: z.int().nonnegative(),
    binary_files_skipped: z.int().nonnegative(),
  })
  .openapi("Replaced");
export type Replaced = z.infer<typeof Replaced>;

export const SearchStreamInput = z
  .object({
    path: Start,
    query: Pattern,
    /** Look in the contents of files, or at names; a name without a wildcard matches where it is a part of one. */
    in: z.enum(["contents", "names"]),
    literal: z.boolean().default(true),
    case_sensitive: z.boolean().default(false),
    /** Contents only: a match begins and ends at the edge of a word. */
    whole_word: z.boolean().default(false),
    /** Look only in files that this glob, as in `SearchFiles`, holds for. */
    glob: Pattern.optional(),
    limit: z.int().min(1).max(MAX_FOUND).default(2_000),
  })
  .openapi("SearchStream");
export type SearchStreamInput = z.infer<typeof SearchStreamInput>;

/** A match in a text: from and to, in UTF-16 units. */
export const Range = z
  .tuple([z.int(), z.int()])
  // As it would come by itself, the description of a pair is that of an older OpenAPI.
  .openapi({ type: "array", items: { type: "integer" }, minItems: 2, maxItems: 2 });

/** A line with a match. */
const LineFound = z.object({
  type: z.literal("line"),
  path: z.string(),
  line: z.int().positive(),
  /** Where the first match begins, in UTF-16 units; the first is 1. */
  column: z.int().positive(),
  /** The line, or the part of a long one around its first match. */
  text: z.string(),
  /** The matches in `text`, each from and to, in UTF-16 units. */
  ranges: z.array(Range),
});
export type LineFound = z.infer<typeof LineFound>;
const NameFound = z.object({ type: z.literal("name"), path: z.string(), is_dir: z.boolean() });
export type NameFound = z.infer<typeof NameFound>;

/** One line of the stream. The last one is `end` or `error`; a stream without either was cut off. */
export const SearchMessage = z
  .discriminatedUnion("type", [
    LineFound,
    NameFound,
    z.object({
      type: z.literal("end"),
      /** Files that were looked into, or names that were looked at. */
      looked_at: z.int().nonnegative(),
      found: z.int().nonnegative(),
      /** Why it stopped before everything was looked at. */
      cut: z.enum(["limit", "time"]).nullable(),
    }),
    z.object({ type: z.literal("error"), code: z.string(), message: z.string() }),
  ])
  .openapi("SearchMessage");
export type SearchMessage = z.infer<typeof SearchMessage>;
