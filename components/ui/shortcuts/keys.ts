/**
 * Keys written once for every platform: names joined by `+`, such as `Mod+K`, `Shift+Mod+F`, `Alt+W`, `F2`, `?`.
 * `Mod` is ⌘ on Apple machines and Ctrl elsewhere.
 */
export type Keys = string;

type KeyPress = Pick<KeyboardEvent, "key" | "code" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">;

const MODIFIERS = ["Mod", "Ctrl", "Alt", "Shift"] as const;
type Modifier = (typeof MODIFIERS)[number];

const isModifier = (part: string): part is Modifier => MODIFIERS.some((modifier) => modifier === part);

function parse(keys: Keys): { modifiers: Set<Modifier>; key: string } {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  return { modifiers: new Set(parts.filter(isModifier)), key: parts.find((part) => !isModifier(part)) ?? "" };
}

const isLetterOrDigit = (key: string) => /^[a-z0-9]$/i.test(key);
/** A sign such as `?` is told by what it types: which keys make it depends on the layout. */
const isSign = (key: string) => key.length === 1 && !isLetterOrDigit(key) && key !== " ";

function sameKey(wanted: string, press: KeyPress, alt: boolean): boolean {
  if (wanted === "Space") return press.key === " ";
  if (press.key.toLowerCase() === wanted.toLowerCase()) return true;
  // With Alt an Apple keyboard types another letter (⌥W is ∑), so the place of the key decides.
  if (alt && isLetterOrDigit(wanted))
    return press.code === `Key${wanted.toUpperCase()}` || press.code === `Digit${wanted}`;
  return false;
}

/** Whether a key press is exactly these keys. */
export function matchesKeys(keys: Keys, press: KeyPress, apple: boolean): boolean {
  const { modifiers, key } = parse(keys);
  const wantsMod = modifiers.has("Mod");
  const wantsCtrl = modifiers.has("Ctrl") || (wantsMod && !apple);
  const wantsMeta = wantsMod && apple;
  if (press.ctrlKey !== wantsCtrl || press.metaKey !== wantsMeta || press.altKey !== modifiers.has("Alt")) return false;
  if (!isSign(key) && press.shiftKey !== modifiers.has("Shift")) return false;
  return sameKey(key, press, modifiers.has("Alt"));
}

const APPLE_NAMES: Record<string, string> = { Mod: "⌘", Ctrl: "⌃", Alt: "⌥", Shift: "⇧", Enter: "↩", Delete: "⌦" };
const OTHER_NAMES: Record<string, string> = { Mod: "Ctrl" };
const ARROWS: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
/** How each platform orders its modifiers. */
const ORDER = { apple: ["Ctrl", "Alt", "Shift", "Mod"], other: ["Mod", "Ctrl", "Alt", "Shift"] };

/** The keys as their caps read, one text each: `["⌘", "K"]` or `["Ctrl", "K"]`. */
export function keyCaps(keys: Keys, apple: boolean): string[] {
  const { modifiers, key } = parse(keys);
  const names = apple ? APPLE_NAMES : OTHER_NAMES;
  const ordered = ORDER[apple ? "apple" : "other"].filter((name) => isModifier(name) && modifiers.has(name));
  const shown = ARROWS[key] ?? names[key] ?? (key === "Escape" ? "Esc" : key.length === 1 ? key.toUpperCase() : key);
  return [...ordered.map((name) => names[name] ?? name), shown];
}
