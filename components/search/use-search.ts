"use client";
import { useEffect, useRef, useState } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { SearchStreamInput } from "#lib/api/searching.ts";
import { gather } from "#lib/queries/gather.ts";
import { type SearchEnd, type SearchFound, streamSearch } from "#lib/queries/search-streams.ts";
import { NO_RESULTS, type Results, resultRows } from "./result-rows.ts";

/** Milliseconds after the last key press before a search begins, and between two looks of a growing list. */
const TYPING = 150;
const DRAW_EVERY = 100;

export type SearchState = {
  readonly results: Results;
  readonly running: boolean;
  /** How the search ended; null while it runs, when it failed and when it was stopped. */
  readonly end: SearchEnd | null;
  readonly error: unknown;
  readonly stopped: boolean;
};

const IDLE: SearchState = { results: NO_RESULTS, running: false, end: null, error: null, stopped: false };
const BEGUN: SearchState = { ...IDLE, running: true };

/**
 * Searches as one types: each change ends the search before. What was found before stays until there is something new.
 * @param input null looks for nothing
 */
export function useSearch(
  root: FileRoot,
  input: SearchStreamInput | null,
): SearchState & { stop: () => void; again: () => void } {
  const [state, setState] = useState(input === null ? IDLE : BEGUN);
  const [round, setRound] = useState(0);
  const running = useRef<AbortController | null>(null);
  const asked = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is the same search again
  useEffect(() => {
    // It was made from one just now.
    const wanted = JSON.parse(asked) as SearchStreamInput | null;
    if (wanted === null) {
      setState(IDLE);
      return;
    }
    const control = new AbortController();
    running.current = control;
    const found: SearchFound[] = [];
    const draw = gather<null>(DRAW_EVERY, () => {
      if (!control.signal.aborted) setState((before) => ({ ...before, results: resultRows(found) }));
    });
    setState((before) => ({ ...before, running: true, end: null, error: null, stopped: false }));
    const timer = setTimeout(() => {
      streamSearch(root, wanted, control.signal, (some) => {
        found.push(...some);
        if (found.length > 0) draw(null);
      }).then(
        (end) => setState({ ...IDLE, results: resultRows(found), end }),
        (error: unknown) => {
          if (!control.signal.aborted) setState({ ...IDLE, results: resultRows(found), error });
        },
      );
    }, TYPING);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [root, asked, round]);
  return {
    ...state,
    stop: () => {
      running.current?.abort();
      setState((before) => ({ ...before, running: false, stopped: true }));
    },
    again: () => setRound((before) => before + 1),
  };
}
