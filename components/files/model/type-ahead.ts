import type { Rows } from "./selection.ts";

/** Milliseconds after which the next letter starts a new word. */
export const TYPE_AHEAD_PAUSE = 800;

export type TypeAhead = { readonly text: string; readonly at: number };
export const NOT_TYPING: TypeAhead = { text: "", at: Number.NEGATIVE_INFINITY };

/** @param now milliseconds of any steady clock */
export function typed(before: TypeAhead, text: string, now: number): TypeAhead {
  return { text: now - before.at > TYPE_AHEAD_PAUSE ? text : before.text + text, at: now };
}

export const isTyping = (state: TypeAhead, now: number): boolean =>
  state.text !== "" && now - state.at <= TYPE_AHEAD_PAUSE;

const fold = (text: string) => text.normalize("NFC").toLowerCase();

export type TypeAheadTarget =
  | { readonly kind: "row"; readonly index: number }
  /** Not among the loaded rows: ask the server where names with this start begin. */
  | { readonly kind: "ask"; readonly prefix: string }
  | { readonly kind: "none" };

/**
 * Where typing leads. The same letter again and again walks through the names that start with it; a longer text stays on
 * the focused row while that still matches.
 */
export function typeAheadTarget(state: TypeAhead, rows: Rows, focus: number): TypeAheadTarget {
  const letters = [...fold(state.text)];
  const first = letters[0];
  if (first === undefined || rows.total === 0) return { kind: "none" };
  const repeated = letters.every((letter) => letter === first);
  const prefix = repeated ? first : letters.join("");
  const start = letters.length === 1 || repeated ? focus + 1 : focus;
  let unloaded = false;
  for (let step = 0; step < rows.total; step++) {
    const index = (start + step) % rows.total;
    const name = rows.nameAt(index);
    if (name === null) unloaded = true;
    else if (fold(name).startsWith(prefix)) return { kind: "row", index };
  }
  return unloaded ? { kind: "ask", prefix } : { kind: "none" };
}
