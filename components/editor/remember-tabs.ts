import type { FileRoot } from "#lib/api/file-root.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { NO_TABS, type Tabs } from "./tabs-state.ts";

const keyOf = (root: FileRoot) => `nullspace:tabs:${root.id}`;
const MAX_REMEMBERED = 50;

/** The tabs this browser tab had open in a root before it was reloaded. None is active: the URL says which. */
export function rememberedTabs(root: FileRoot): Tabs {
  try {
    const paths: unknown = JSON.parse(sessionStorage.getItem(keyOf(root)) ?? "[]");
    if (!Array.isArray(paths)) return NO_TABS;
    const parsed = paths.flatMap((path): VolumePath[] => {
      const result = typeof path === "string" ? parseVolumePath(path) : null;
      return result?.ok ? [result.path] : [];
    });
    return { paths: [...new Set(parsed)], active: null };
  } catch {
    return NO_TABS;
  }
}

export function rememberTabs(root: FileRoot, { paths }: Tabs): void {
  try {
    sessionStorage.setItem(keyOf(root), JSON.stringify(paths.slice(0, MAX_REMEMBERED)));
  } catch {
    // Storage that is full or forbidden: the tabs are forgotten on reload.
  }
}
