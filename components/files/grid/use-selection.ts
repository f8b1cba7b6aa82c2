"use client";
import { useCallback, useMemo, useRef, useState } from "react";
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
  const [collecting, setCollecting] = useState<RowRange | null>(null);
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

  const whenLoaded = useCallback(
    async (range: RowRange, then: () => void) => {
      const { place } = newest.current;
      setCollecting(range);
      const came = await ensure(range);
      setCollecting((now) => (now === range ? null : now));
      if (came && newest.current.place === place) then();
    },
    [ensure],
  );

  const stateRef = useRef(state);
  stateRef.current = state;
  const go = useCallback(
    (index: number, how: "only" | "focus" | "range" | "add-range") => {
      const { rows } = newest.current;
      setSent((before) => before + 1);
      const intent: SelectionIntent =
        how === "range" || how === "add-range"
          ? { kind: "range", index, add: how === "add-range" }
          : { kind: how, index };
      const missing = intent.kind === "range" ? missingBetween(stateRef.current, rows, index) : null;
      if (missing !== null) {
        apply({ kind: "focus", index });
        void whenLoaded(missing, () => apply(intent));
        return;
      }
      apply(intent);
      if (rows.nameAt(index) !== null) return;
      // The row is not loaded: it is focused now, and selected by its name when that is known.
      void whenLoaded({ from: index, to: index }, () => {
        if (stateRef.current.focus.index === index) apply(intent);
      });
    },
    [apply, whenLoaded],
  );

  return {
    state,
    sent,
    isCollecting: collecting !== null,
    apply,
    go,
    forget: useCallback((names: ReadonlySet<string>) => change((before) => forget(before, names)), [change]),
    renamed: useCallback((from: string, to: string) => change((before) => renamed(before, from, to)), [change]),
  };
}
