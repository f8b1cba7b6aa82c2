/** The cookie that remembers the panes, so that the server can draw them as they were left. */
export const PANES_COOKIE = "nullspace-panes";
const YEAR = 60 * 60 * 24 * 365;

/** Per cent by pane. */
type PaneSizes = Record<string, number>;
/** With and without the editor, the panes are two layouts. */
export type PanesLayout = { readonly two?: PaneSizes; readonly three?: PaneSizes };

const isSizes = (value: unknown): value is PaneSizes =>
  typeof value === "object" && value !== null && Object.values(value).every((size) => typeof size === "number");

const sizesIn = (value: object, name: string): PaneSizes | undefined => {
  const sizes: unknown = Reflect.get(value, name);
  return isSizes(sizes) ? sizes : undefined;
};

/** What the cookie says, as far as it makes sense. */
export function parsePanes(cookie: string | undefined): PanesLayout {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(cookie ?? "{}"));
    if (typeof value !== "object" || value === null) return {};
    const two = sizesIn(value, "two");
    const three = sizesIn(value, "three");
    return { ...(two ? { two } : {}), ...(three ? { three } : {}) };
  } catch {
    return {};
  }
}

export function rememberPanes(layout: PanesLayout): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser, and this one is no secret
  document.cookie = `${PANES_COOKIE}=${encodeURIComponent(JSON.stringify(layout))}; path=/; max-age=${YEAR}; samesite=lax`;
}
