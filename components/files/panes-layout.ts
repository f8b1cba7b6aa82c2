/** The cookie that remembers the panes, so that the server can draw them as they were left. */
export const PANES_COOKIE = "nullspace-panes";
const YEAR = 60 * 60 * 24 * 365;

/** The width of the tree in CSS pixels, 0 when it is folded away, and that of the editor in per cent of all panes. */
export type PanesLayout = { readonly tree: number; readonly editor: number };

/** The tree in CSS pixels: narrower than `fold` it folds away; `share` is the most it takes of all panes, in per cent. */
export const TREE = { usual: 220, fold: 70, min: 140, max: 640, share: 45 };
/** The editor in per cent of all panes. */
export const EDITOR = { usual: 50, min: 15, max: 85 };

const within = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));

/** How wide the tree is with its handle at `x` of panes of that width, all in CSS pixels. */
export const treeAt = (x: number, width: number): number =>
  x < TREE.fold ? 0 : within(x, TREE.min, Math.min(TREE.max, (width * TREE.share) / 100));

/** How wide the editor is, in per cent, with its handle at `x` of panes of that width in CSS pixels. */
export const editorAt = (x: number, width: number): number =>
  width === 0 ? EDITOR.usual : within(((width - x) / width) * 100, EDITOR.min, EDITOR.max);

/** What the cookie says, as far as it makes sense. */
export function parsePanes(cookie: string | undefined): PanesLayout {
  let kept: unknown;
  try {
    kept = JSON.parse(decodeURIComponent(cookie ?? "{}"));
  } catch {
    kept = {};
  }
  const part = (name: keyof PanesLayout): unknown =>
    typeof kept === "object" && kept !== null ? Reflect.get(kept, name) : undefined;
  const tree = part("tree");
  const editor = part("editor");
  return {
    tree: typeof tree === "number" ? (tree === 0 ? 0 : within(tree, TREE.min, TREE.max)) : TREE.usual,
    editor: typeof editor === "number" ? within(editor, EDITOR.min, EDITOR.max) : EDITOR.usual,
  };
}

export function rememberPanes(layout: PanesLayout): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser, and this one is no secret
  document.cookie = `${PANES_COOKIE}=${encodeURIComponent(JSON.stringify(layout))}; path=/; max-age=${YEAR}; samesite=lax`;
}
