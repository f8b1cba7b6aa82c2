"use client";
import { useEffect, useState } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { PreviewReplaceInput } from "#lib/api/replacing.ts";
import { gather } from "#lib/queries/gather.ts";
import { type PreviewEnd, type PreviewFound, streamPreview } from "#lib/queries/search-streams.ts";

/** Milliseconds between two looks of a growing list. */
const DRAW_EVERY = 100;

export type PreviewState = {
  readonly found: readonly PreviewFound[];
  readonly end: PreviewEnd | null;
  readonly error: unknown;
};

const EMPTY: PreviewState = { found: [], end: null, error: null };

/** What a replace would change, as it is found. `input` stays the same object for as long as the same is asked. */
export function usePreview(root: FileRoot, input: PreviewReplaceInput): PreviewState {
  const [state, setState] = useState(EMPTY);
  useEffect(() => {
    const control = new AbortController();
    const found: PreviewFound[] = [];
    setState(EMPTY);
    const draw = gather<null>(DRAW_EVERY, () => {
      if (!control.signal.aborted) setState((before) => ({ ...before, found: [...found] }));
    });
    streamPreview(root, input, control.signal, (some) => {
      found.push(...some);
      if (found.length > 0) draw(null);
    }).then(
      (end) => setState({ found, end, error: null }),
      (error: unknown) => {
        if (!control.signal.aborted) setState({ found, end: null, error });
      },
    );
    return () => control.abort();
  }, [root, input]);
  return state;
}
