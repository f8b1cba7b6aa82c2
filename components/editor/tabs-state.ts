import { isWithin, type VolumePath } from "#lib/api/paths.ts";

/** The open files of one root, in the order of their tabs. `active` is one of `paths`, or null when none is looked at. */
export type Tabs = { readonly paths: readonly VolumePath[]; readonly active: VolumePath | null };

export const NO_TABS: Tabs = { paths: [], active: null };

/** Activates the tab of `path`; a new one goes right after the active one. */
export function openTab(tabs: Tabs, path: VolumePath): Tabs {
  if (tabs.active === path) return tabs;
  if (tabs.paths.includes(path)) return { ...tabs, active: path };
  const at = tabs.active === null ? tabs.paths.length : tabs.paths.indexOf(tabs.active) + 1;
  return { paths: tabs.paths.toSpliced(at, 0, path), active: path };
}

/** Closes tabs; when the active one goes, its right neighbour is next, else its left one. */
export function closeTabs(tabs: Tabs, closing: readonly VolumePath[]): Tabs {
  const stays = (path: VolumePath) => !closing.includes(path);
  const paths = tabs.paths.filter(stays);
  if (tabs.active === null || stays(tabs.active)) return paths.length === tabs.paths.length ? tabs : { ...tabs, paths };
  const at = tabs.paths.indexOf(tabs.active);
  const next = tabs.paths.slice(at + 1).find(stays) ?? tabs.paths.slice(0, at).findLast(stays) ?? null;
  return { paths, active: next };
}

/** Where `path` is after `from` became `to`; the same path when it was not moved. */
export function movedPath(path: VolumePath, from: VolumePath, to: VolumePath): VolumePath {
  if (!isWithin(path, from)) return path;
  // `path` starts with `from`, and both are normalised, so what follows is too.
  return `${to}${path.slice(from.length)}` as VolumePath;
}

/** Follows a file or a directory that was renamed. A tab that stood at the new path gives way to the one that moved there. */
export function moveTabs(tabs: Tabs, from: VolumePath, to: VolumePath): Tabs {
  if (!tabs.paths.some((path) => isWithin(path, from))) return tabs;
  const moved = tabs.paths.map((path) => movedPath(path, from, to));
  const paths = moved.filter((path, at) => {
    const isTheMovedOne = tabs.paths[at] !== path;
    return isTheMovedOne || !moved.some((other, otherAt) => other === path && tabs.paths[otherAt] !== other);
  });
  return { paths, active: tabs.active && movedPath(tabs.active, from, to) };
}

/** The tab `by` places from the active one, around the ends. */
export function neighbourTab({ paths, active }: Tabs, by: number): VolumePath | null {
  if (active === null) return null;
  return paths[(paths.indexOf(active) + by + paths.length) % paths.length] ?? null;
}
