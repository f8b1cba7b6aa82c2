import type { VolumePath } from "#lib/api/paths.ts";
import type { FileMatches, MatchPreview } from "#lib/api/replacing.ts";
import type { PreviewFound } from "#lib/queries/search-streams.ts";
import { restOf } from "./ticks.ts";

export type PreviewRow =
  | { readonly kind: "file"; readonly file: FileMatches }
  | { readonly kind: "match"; readonly path: VolumePath; readonly ordinal: number; readonly match: MatchPreview }
  | { readonly kind: "rest"; readonly path: VolumePath; readonly more: number }
  | { readonly kind: "not_replaceable"; readonly path: VolumePath; readonly reason: "binary" | "too_large" };

/** The rows of a preview: each file, its matches, and the matches that are not shown as one. */
export const previewRows = (found: readonly PreviewFound[]): PreviewRow[] =>
  found.flatMap((one): PreviewRow[] => {
    if (one.type === "not_replaceable") return [{ kind: "not_replaceable", path: one.path, reason: one.reason }];
    const more = restOf(one);
    return [
      { kind: "file", file: one },
      ...one.matches.map((match, ordinal) => ({ kind: "match" as const, path: one.path, ordinal, match })),
      ...(more > 0 ? [{ kind: "rest" as const, path: one.path, more }] : []),
    ];
  });
