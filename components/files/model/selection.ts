/** What is selected in one folder, by name: rows move under a live list, names do not. */
export type Selection =
  | { readonly kind: "names"; readonly names: ReadonlySet<string> }
  /** Everything that passes the filter, loaded or not, but `except`. */
  | { readonly kind: "every"; readonly except: ReadonlySet<string> };

/** A row by position, and by name once it is loaded. */
export type Place = { readonly index: number; readonly name: string | null };

export type ListState = { readonly selection: Selection; readonly focus: Place; readonly anchor: Place };

/** The rows as far as they are known; `nameAt` answers null for one that is not loaded. */
export type Rows = { readonly total: number; readonly nameAt: (index: number) => string | null };

export type SelectionIntent =
  /** Focus alone, as Ctrl with an arrow does. */
  | { readonly kind: "focus"; readonly index: number }
  | { readonly kind: "only"; readonly index: number }
  | { readonly kind: "toggle"; readonly index: number }
  /** From the anchor to `index`; `add` keeps what was selected. `names` are those between, where not all rows are loaded. */
  | { readonly kind: "range"; readonly index: number; readonly add: boolean; readonly names?: readonly string[] }
  | { readonly kind: "every" }
  | { readonly kind: "none" };

const NOTHING: Selection = { kind: "names", names: new Set() };
const START: Place = { index: 0, name: null };
export const EMPTY_STATE: ListState = { selection: NOTHING, focus: START, anchor: START };

export const isSelected = (selection: Selection, name: string): boolean =>
  selection.kind === "names" ? selection.names.has(name) : !selection.except.has(name);

export const countSelected = (selection: Selection, total: number): number =>
  selection.kind === "names" ? selection.names.size : Math.max(0, total - selection.except.size);

function toggled(selection: Selection, name: string): Selection {
  const names = new Set(selection.kind === "names" ? selection.names : selection.except);
  if (!names.delete(name)) names.add(name);
  return selection.kind === "names" ? { kind: "names", names } : { kind: "every", except: names };
}

/** Rows by position, both ends included. */
export type RowRange = { readonly from: number; readonly to: number };

/** The rows from the anchor to `index` when their names must be read before they can be selected, else null. */
export function unnamedRange(state: ListState, rows: Rows, index: number): RowRange | null {
  const from = Math.min(state.anchor.index, index);
  const to = Math.max(state.anchor.index, index);
  if (from === 0 && to >= rows.total - 1) return null;
  for (let i = from; i <= to; i++) if (rows.nameAt(i) === null) return { from, to };
  return null;
}

/** What the state becomes. Indexes beyond the rows are brought to the nearest row. */
export function select(state: ListState, rows: Rows, intent: SelectionIntent): ListState {
  if (intent.kind === "none") return { ...state, selection: NOTHING };
  if (intent.kind === "every") return { ...state, selection: { kind: "every", except: new Set() } };
  const index = Math.max(0, Math.min(intent.index, rows.total - 1));
  const name = rows.nameAt(index);
  const place = { index, name };
  switch (intent.kind) {
    case "focus":
      return { ...state, focus: place };
    case "only":
      return {
        selection: { kind: "names", names: new Set(name === null ? [] : [name]) },
        focus: place,
        anchor: place,
      };
    case "toggle":
      return {
        selection: name === null ? state.selection : toggled(state.selection, name),
        focus: place,
        anchor: place,
      };
    case "range": {
      const from = Math.min(state.anchor.index, index);
      const to = Math.max(state.anchor.index, index);
      if (from === 0 && to >= rows.total - 1 && rows.total > 0)
        return { ...state, selection: { kind: "every", except: new Set() }, focus: place };
      const kept = intent.add && state.selection.kind === "names" ? state.selection.names : [];
      const names = new Set(kept);
      if (intent.names) for (const one of intent.names) names.add(one);
      else
        for (let i = from; i <= to; i++) {
          const one = rows.nameAt(i);
          if (one !== null) names.add(one);
        }
      return { ...state, selection: { kind: "names", names }, focus: place };
    }
  }
}

function follow(place: Place, rows: Rows): Place {
  const index = Math.max(0, Math.min(place.index, rows.total - 1));
  if (place.name === null || rows.nameAt(index) === place.name)
    return { index, name: place.name ?? rows.nameAt(index) };
  for (let i = 0; i < rows.total; i++) if (rows.nameAt(i) === place.name) return { index: i, name: place.name };
  return { index, name: rows.nameAt(index) };
}

/** The same focus and anchor after the rows changed: on the same name where it still is, else on the same position. */
export function followRows(state: ListState, rows: Rows): ListState {
  const focus = follow(state.focus, rows);
  const anchor = follow(state.anchor, rows);
  const same = (a: Place, b: Place) => a.index === b.index && a.name === b.name;
  return same(focus, state.focus) && same(anchor, state.anchor) ? state : { ...state, focus, anchor };
}

/** The state once `from` is called `to`: selected and focused as before. */
export function renamed(state: ListState, from: string, to: string): ListState {
  const place = (one: Place): Place => (one.name === from ? { ...one, name: to } : one);
  const before = state.selection.kind === "names" ? state.selection.names : state.selection.except;
  const names = before.has(from) ? new Set([...before].map((name) => (name === from ? to : name))) : before;
  return {
    selection: state.selection.kind === "names" ? { kind: "names", names } : { kind: "every", except: names },
    focus: place(state.focus),
    anchor: place(state.anchor),
  };
}
