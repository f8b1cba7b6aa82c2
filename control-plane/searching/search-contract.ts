import type { VolumePath } from "#lib/api/paths.ts";
import type { Chosen, FileMatches, FileNotReplaceable } from "#lib/api/replacing.ts";
import type { LineFound, NameFound } from "#lib/api/searching.ts";
import type { Pattern } from "./pattern.ts";

/** A glob, and what it is held against. */
export type Glob = { text: string; against: "name" | "relative" | "absolute"; fold: boolean };

/** What a searching thread is asked. Descriptors stay open until it has answered or ended. */
export type SearchJob =
  | {
      kind: "lines";
      /** The directory or file to look in, open with `O_PATH`. */
      target: number;
      path: VolumePath;
      /** File systems of the kernel's own may be mounted in it, and are left alone. */
      guarded: boolean;
      pattern: Pattern;
      glob: Glob | null;
      limit: number;
      /** The most characters of a line that are told. */
      maxChars: number;
      /** The files come afterwards, as `ListedFiles`; else the thread walks the tree by itself. */
      listed?: boolean;
    }
  | { kind: "names"; target: number; path: VolumePath; guarded: boolean; glob: Glob; limit: number }
  | { kind: "replace"; file: number; pattern: Pattern; replacement: string; maxBytes: number; dryRun: boolean }
  | ({
      kind: "preview";
      target: number;
      path: VolumePath;
      guarded: boolean;
      glob: Glob | null;
      maxBytes: number;
    } & Replacing)
  | ({ kind: "rewrite"; file: number; chosen: Chosen; maxBytes: number } & Replacing);

/** Where a search that waits for them is to look: ways from its target, and in the end that these were all, or not. */
export type ListedFiles =
  | { kind: "files"; ways: Uint8Array[] }
  | { kind: "all-listed"; lookedAt: number }
  | { kind: "not-listed" };

/** What is put in for each match, line by line, as the streamed search finds them. */
export type Replacing = { pattern: Pattern; replacement: string };

export type Found = LineFound | NameFound;
export type Previewed = FileMatches | FileNotReplaceable;

export type ReplacedBytes =
  | { kind: "binary" | "too_large" | "same" }
  /** `bytes` is null in a dry run. */
  | { kind: "changed"; count: number; bytes: Uint8Array<ArrayBuffer> | null };

export type SearchReply =
  | { kind: "found"; found: Found[]; lookedAt: number }
  | { kind: "previewed"; files: Previewed[]; lookedAt: number }
  | { kind: "end"; lookedAt: number; limited: boolean }
  | { kind: "replaced"; result: ReplacedBytes }
  | { kind: "failed"; message: string };
