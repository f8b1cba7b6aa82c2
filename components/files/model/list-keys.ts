export type KeyPress = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

export type ListKey =
  | { readonly kind: "move"; readonly index: number; readonly how: "only" | "focus" | "range" }
  | { readonly kind: "open" }
  | { readonly kind: "peek" }
  | { readonly kind: "toggle" }
  | { readonly kind: "parent" }
  | { readonly kind: "escape" }
  | { readonly kind: "menu" }
  | { readonly kind: "type"; readonly text: string };

type Where = { readonly index: number; readonly total: number; readonly pageRows: number; readonly typing: boolean };

const STEPS: Record<string, (where: Where) => number> = {
  ArrowDown: ({ index }) => index + 1,
  ArrowUp: ({ index }) => index - 1,
  PageDown: ({ index, pageRows }) => index + pageRows,
  PageUp: ({ index, pageRows }) => index - pageRows,
  Home: () => 0,
  End: ({ total }) => total - 1,
};

/**
 * What a key means in the list, or null when it is not the list's to take. Commands with a name (rename, delete, copy)
 * are in the registry of shortcuts and not here.
 * @param where `typing`: text is being typed ahead, so that a space belongs to it
 */
export function listKey(press: KeyPress, where: Where): ListKey | null {
  const command = press.ctrlKey || press.metaKey;
  if (press.key === "ArrowUp" && (press.altKey || press.metaKey)) return { kind: "parent" };
  if (press.key === "ArrowDown" && (press.altKey || press.metaKey)) return { kind: "open" };
  if (press.altKey) return null;
  const step = STEPS[press.key];
  if (step) {
    if (where.total === 0) return null;
    const index = Math.max(0, Math.min(step(where), where.total - 1));
    return { kind: "move", index, how: press.shiftKey ? "range" : command ? "focus" : "only" };
  }
  if (press.key === "F10" && press.shiftKey) return { kind: "menu" };
  if (press.key === "ContextMenu") return { kind: "menu" };
  if (press.key === " ") {
    if (command) return { kind: "toggle" };
    return where.typing ? { kind: "type", text: " " } : { kind: "peek" };
  }
  if (command) return null;
  if (press.key === "Enter") return { kind: "open" };
  if (press.key === "Backspace") return { kind: "parent" };
  if (press.key === "Escape") return { kind: "escape" };
  // One character, emoji included: key names such as "Tab" are longer. "?" opens the list of keys.
  if ([...press.key].length === 1 && press.key !== "?") return { kind: "type", text: press.key };
  return null;
}
