import type { VolumeId } from "#lib/api/ids.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { NO_TABS, type Tabs } from "./tabs-state.ts";

const keyOf = (volume: VolumeId) => `nullspace:tabs:${volume}`;
const MAX_REMEMBERED = 50;

/** The tabs this browser tab had open in a volume before it was reloaded. None is active: the URL says which. */
export function rememberedTabs(volume: VolumeId): Tabs {
  try {
    const paths: unknown = JSON.parse(sessionStorage.getItem(keyOf(volume)) ?? "[]");
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

export function rememberTabs(volume: VolumeId, { paths }: Tabs): void {
  try {
    sessionStorage.setItem(keyOf(volume), JSON.stringify(paths.slice(0, MAX_REMEMBERED)));
  } catch {
    // Storage that is full or forbidden: the tabs are forgotten on reload.
  }
}
