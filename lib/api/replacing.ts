import { z } from "@hono/zod-openapi";
import { MAX_PATTERN_CHARS, MAX_REPLACEMENT_CHARS } from "./limits.ts";
import type { VolumePath } from "./paths.ts";
import { Range } from "./searching.ts";
import { VolumePathInput } from "./volume-path.ts";

/** Files that one preview shows; and that one call replaces in. */
export const MAX_PREVIEWED_FILES = 1000;
/** Matches that one preview shows, and those of one file among them. */
export const MAX_PREVIEWED_MATCHES = 5000;
export const MAX_PREVIEWED_MATCHES_OF_FILE = 500;

/** Line by line, as the streamed search finds; `replacement` as in `ReplaceInFiles`. */
const what = {
  query: z.string().min(1).max(MAX_PATTERN_CHARS),
  literal: z.boolean().default(true),
  case_sensitive: z.boolean().default(false),
  whole_word: z.boolean().default(false),
  replacement: z.string().max(MAX_REPLACEMENT_CHARS),
};

export const PreviewReplaceInput = z
  .object({
    ...what,
    path: VolumePathInput.default("/" as VolumePath),
    /** Look only in files that this glob, as in `SearchFiles`, holds for. */
    glob: z.string().min(1).max(MAX_PATTERN_CHARS).optional(),
  })
  .openapi("PreviewReplace");
export type PreviewReplaceInput = z.infer<typeof PreviewReplaceInput>;

const MatchPreview = z.object({
  line: z.int().positive(),
  /** Where the match begins in its line, in UTF-16 units; the first is 1. */
  column: z.int().positive(),
  /** The line, or the part of a long one around the match. */
  text: z.string(),
  /** The match in `text`: from and to, in UTF-16 units. */
  range: Range,
  /** What stands there instead, or the beginning of it. */
  put: z.string(),
  put_cut: z.boolean(),
});
export type MatchPreview = z.infer<typeof MatchPreview>;

const PathOutput = z.custom<VolumePath>((value) => typeof value === "string").openapi({ type: "string" });

const FileMatches = z.object({
  type: z.literal("file"),
  path: PathOutput,
  /** The version that was looked at, for `ReplaceChosen`. */
  etag: z.string(),
  /** Matches in the file; the first 500 of them are shown. */
  total: z.int().positive(),
  matches: z.array(MatchPreview),
});
export type FileMatches = z.infer<typeof FileMatches>;

/** A file with a match in which nothing can be replaced: not UTF-8, or more than 32 MiB. */
const FileNotReplaceable = z.object({
  type: z.literal("not_replaceable"),
  path: PathOutput,
  reason: z.enum(["binary", "too_large"]),
});
export type FileNotReplaceable = z.infer<typeof FileNotReplaceable>;

/** One line of the stream. The last one is `end` or `error`; a stream without either was cut off. */
export const PreviewMessage = z
  .discriminatedUnion("type", [
    FileMatches,
    FileNotReplaceable,
    z.object({
      type: z.literal("end"),
      /** Files that were looked into. */
      looked_at: z.int().nonnegative(),
      /** Why it stopped before everything was looked at. */
      cut: z.enum(["limit", "time"]).nullable(),
    }),
    z.object({ type: z.literal("error"), code: z.string(), message: z.string() }),
  ])
  .openapi("PreviewMessage");
export type PreviewMessage = z.infer<typeof PreviewMessage>;

/** Matches of a file by their order in it, from 0. */
const Ordinals = z.array(z.int().nonnegative()).max(MAX_PREVIEWED_MATCHES_OF_FILE);
const Chosen = z.union([
  z.strictObject({ all: z.literal(true) }),
  z.strictObject({ only: Ordinals }),
  z.strictObject({ except: Ordinals }),
]);
export type Chosen = z.infer<typeof Chosen>;

/** Of one version: no list of them, and not `*`. */
const Etag = z.string().regex(/^"[^",]{1,200}"$/, "must be the etag of the preview");

export const ReplaceChosenInput = z
  .object({
    ...what,
    files: z
      .array(z.object({ path: VolumePathInput, etag: Etag, chosen: Chosen }))
      .min(1)
      .max(MAX_PREVIEWED_FILES),
  })
  .openapi("ReplaceChosen");
export type ReplaceChosenInput = z.infer<typeof ReplaceChosenInput>;

export const ReplacedChosen = z
  .object({
    replacements: z.int().nonnegative(),
    files_modified: z.int().nonnegative(),
    /** Files that are as they were, and why: what was previewed is not what stands there now, or nothing can be put there. */
    left_alone: z.array(
      z.object({ path: PathOutput, reason: z.enum(["changed", "gone", "binary", "too_large", "no_match", "refused"]) }),
    ),
    /** Why it ended before the last file, and how many files were not tried; null when all were. */
    stopped: z.object({ code: z.string(), message: z.string(), files_left: z.int().positive() }).nullable(),
  })
  .openapi("ReplacedChosen");
export type ReplacedChosen = z.infer<typeof ReplacedChosen>;
