"use client";
import { useCallback, useMemo, useRef, useState } from "react";
import {
  EMPTY_STATE,
  followRows,
  type ListState,
  type RowRange,
  type Rows,
  renamed,
  type SelectionIntent,
  select,
  unnamedRange,
} from "../model/selection.ts";

export type SelectionControl = {
  readonly state: ListState;
  /** Grows whenever the focus is sent to a row, so that the grid brings it into sight; a row that merely moved is left alone. */
  readonly sent: number;
  /** Rows of a range are being loaded before they can be selected. */
  readonly isCollecting: boolean;
  readonly apply: (intent: SelectionIntent) => void;
  /** Moves focus to a row, loaded or not, and selects as `how` says. */
  readonly go: (index: number, how: "only" | "focus" | "range" | "add-range") => void;
  /** Grows with whatever is done to focus or selection: what was asked for before another `turn` is not wanted any more. */
  readonly turn: () => number;
  /**
   * Moves focus to a row once it is known which, unless somebody is quicker or asks for another.
   * @param found the row, or null for none; a failure is none
   * @returns whether the focus was moved
   */
  readonly goOnceFound: (found: Promise<number | null>, how: "only" | "focus") => Promise<boolean>;
  readonly renamed: (from: string, to: string) => void;
};

const rowWithoutName = (rows: Rows, index: number): RowRange | null =>
  index < rows.total && rows.nameAt(index) === null ? { from: index, to: index } : null;

/**
 * Focus and selection of one list, which start anew with each `place` (a folder, a filter).
 * @param readNames reads the names of rows that are not loaded; null when they did not come
 */
export function useSelection(
  place: string,
  rows: Rows,
  readNames: (range: RowRange) => Promise<readonly string[] | null>,
): SelectionControl {
  const [held, setHeld] = useState({ place, state: EMPTY_STATE });
  const [collecting, setCollecting] = useState<string | null>(null);
  const turn = useRef(0);
  const [sent, setSent] = useState(0);
  const newest = useRef({ place, rows });
  newest.current = { place, rows };

  const state = useMemo(() => followRows(held.place === place ? held.state : EMPTY_STATE, rows), [held, place, rows]);
  const change = useCallback((how: (state: ListState, rows: Rows) => ListState) => {
    const { place, rows } = newest.current;
    setHeld((before) => ({
      place,
      state: how(followRows(before.place === place ? before.state : EMPTY_STATE, rows), rows),
    }));
  }, []);
  const apply = useCallback(
    (intent: SelectionIntent) => {
      // What is selected now is no longer what names are being read for.
      turn.current++;
      setCollecting(null);
      change((before, rows) => select(before, rows, intent));
    },
    [change],
  );

  const stateRef = useRef(state);
  stateRef.current = state;
  const go = useCallback(
    (index: number, how: "only" | "focus" | "range" | "add-range") => {
      const { rows, place } = newest.current;
      setSent((before) => before + 1);
      if (how === "focus") return apply({ kind: "focus", index });
      const range = how === "range" || how === "add-range";
      const unnamed = range ? unnamedRange(stateRef.current, rows, index) : rowWithoutName(rows, index);
      const intent: SelectionIntent = range
        ? { kind: "range", index, add: how === "add-range" }
        : { kind: "only", index };
      if (unnamed === null) return apply(intent);
      // What is not loaded is focused now, and selected by its name when that is known.
      apply(range ? { kind: "focus", index } : intent);
      const mine = turn.current;
      if (range) setCollecting(place);
      void readNames(unnamed).then((names) => {
        if (mine !== turn.current || newest.current.place !== place) return;
        // A row that is selected alone is its own range.
        apply(names === null ? { kind: "focus", index } : { kind: "range", index, add: how === "add-range", names });
      });
    },
    [apply, readNames],
  );

  const goOnceFound = useCallback<SelectionControl["goOnceFound"]>(
    async (found, how) => {
      const { place } = newest.current;
      const mine = ++turn.current;
      setCollecting(null);
      const index = await found.catch(() => null);
      if (index === null || mine !== turn.current || newest.current.place !== place) return false;
      go(index, how);
      return true;
    },
    [go],
  );

  return {
    state,
    sent,
    isCollecting: collecting === place,
    apply,
    go,
    goOnceFound,
    turn: useCallback(() => turn.current, []),
    renamed: useCallback((from: string, to: string) => change((before) => renamed(before, from, to)), [change]),
  };
}
