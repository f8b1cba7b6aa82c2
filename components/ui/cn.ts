import { type ClassValue, clsx } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

const any = () => true;

/**
 * The properties that a caller of a primitive overrides, and nothing else: the library's whole table would be one of the
 * largest pieces of the first page. Classes it does not know stay as they are.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: {
    display: ["block", "inline-block", "inline", "flex", "inline-flex", "grid", "inline-grid", "contents", "hidden"],
    position: ["static", "fixed", "absolute", "relative", "sticky"],
    size: [{ size: [any] }],
    w: [{ w: [any] }],
    h: [{ h: [any] }],
    "min-w": [{ "min-w": [any] }],
    "max-w": [{ "max-w": [any] }],
    "min-h": [{ "min-h": [any] }],
    "max-h": [{ "max-h": [any] }],
    p: [{ p: [any] }],
    px: [{ px: [any] }],
    py: [{ py: [any] }],
    pt: [{ pt: [any] }],
    pr: [{ pr: [any] }],
    pb: [{ pb: [any] }],
    pl: [{ pl: [any] }],
    gap: [{ gap: [any] }],
    "gap-x": [{ "gap-x": [any] }],
    "gap-y": [{ "gap-y": [any] }],
    z: [{ z: [any] }],
    items: [{ items: ["start", "end", "center", "baseline", "stretch"] }],
    justify: [{ justify: ["normal", "start", "end", "center", "between", "around", "evenly"] }],
    "font-size": [{ text: ["caption", "base", "title", "display"] }],
    "text-align": [{ text: ["left", "center", "right", "start", "end"] }],
    "font-weight": [{ font: ["normal", "medium", "semibold", "bold"] }],
    "font-family": [{ font: ["sans", "mono"] }],
    "text-wrap": [{ text: ["wrap", "nowrap", "balance", "pretty"] }],
    "text-color": [{ text: [any] }],
    "bg-size": [{ "bg-size": [any] }],
    "bg-color": [{ bg: [any] }],
    whitespace: [{ whitespace: [any] }],
    rounded: [{ rounded: ["none", "sm", "md", "full"] }],
    "border-style": [{ border: ["solid", "dashed", "none"] }],
    "border-width": [{ border: ["", "0", "2"] }],
    "border-side": [{ border: ["t", "b", "l", "r", "x", "y"] }],
    "border-side-width": [{ "border-t": ["0", "2"], "border-b": ["0", "2"] }],
    "border-color": [{ border: [any] }],
    shadow: [{ shadow: [any] }],
  },
  conflictingClassGroups: {
    size: ["w", "h"],
    p: ["px", "py", "pt", "pr", "pb", "pl"],
    px: ["pr", "pl"],
    py: ["pt", "pb"],
    gap: ["gap-x", "gap-y"],
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: ["before", "after", "placeholder", "*", "**"],
}));

/** Joins class names; of two that set the same property the later wins. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
