"use client";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  EMPTY_STATE,
  followRows,
  forget,
  type ListState,
  missingBetween,
  type Rows,
  renamed,
  type SelectionIntent,
  select,
} from "../model/selection.ts";

type RowRange = { readonly from: number; readonly to: number };

export type SelectionControl = {
  readonly state: ListState;
  /** Grows whenever the focus is sent to a row, so that the grid brings it into sight; a row that merely moved is left alone. */
  readonly sent: number;
  /** Rows of a range are being loaded before they can be selected. */
  readonly isCollecting: boolean;
  readonly apply: (intent: SelectionIntent) => void;
  /** Moves focus to a row, loaded or not, and selects as `how` says. */
  readonly go: (index: number, how: "only" | "focus" | "range" | "add-range") => void;
  readonly forget: (names: ReadonlySet<string>) => void;
  readonly renamed: (from: string, to: string) => void;
};

/** What is to be selected once its rows are loaded. */
type Wish = { readonly place: string; readonly intent: SelectionIntent; readonly index: number };

function missingFor(state: ListState, rows: Rows, intent: SelectionIntent, index: number): RowRange | null {
  if (intent.kind === "range") return missingBetween(state, rows, index);
  return intent.kind !== "focus" && index < rows.total && rows.nameAt(index) === null
    ? { from: index, to: index }
    : null;
}

/**
 * Focus and selection of one list, which start anew with each `place` (a folder, a filter).
 * @param ensure loads the rows of a range; answers whether they came
 */
export function useSelection(
  place: string,
  rows: Rows,
  ensure: (range: RowRange) => Promise<boolean>,
): SelectionControl {
  const [held, setHeld] = useState({ place, state: EMPTY_STATE });
  const [wish, setWish] = useState<Wish | null>(null);
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
    (intent: SelectionIntent) => change((before, rows) => select(before, rows, intent)),
    [change],
  );

  const stateRef = useRef(state);
  stateRef.current = state;
  const go = useCallback(
    (index: number, how: "only" | "focus" | "range" | "add-range") => {
      const { rows, place } = newest.current;
      setSent((before) => before + 1);
      const intent: SelectionIntent =
        how === "range" || how === "add-range"
          ? { kind: "range", index, add: how === "add-range" }
          : { kind: how, index };
      const missing = missingFor(stateRef.current, rows, intent, index);
      // What is not loaded is focused now, and selected by its name when that is known.
      apply(missing === null ? intent : { kind: "focus", index });
      setWish(missing === null ? null : { place, intent, index });
      if (missing !== null) void ensure(missing).then((came) => came || setWish(null));
    },
    [apply, ensure],
  );

  // The rows of a wish have come.
  useEffect(() => {
    if (wish === null) return;
    if (wish.place !== place || stateRef.current.focus.index !== wish.index) return setWish(null);
    if (missingFor(stateRef.current, rows, wish.intent, wish.index) !== null) return;
    setWish(null);
    apply(wish.intent);
  }, [wish, place, rows, apply]);

  return {
    state,
    sent,
    isCollecting: wish?.intent.kind === "range",
    apply,
    go,
    forget: useCallback((names: ReadonlySet<string>) => change((before) => forget(before, names)), [change]),
    renamed: useCallback((from: string, to: string) => change((before) => renamed(before, from, to)), [change]),
  };
}
