/** How the search of a root is called, in menus, lists of keys and by screen readers. */
export const SEARCH_LABELS = {
  volume: { scope: "Volume", label: "Search the volume" },
  sandbox: { scope: "Sandbox", label: "Search the sandbox" },
} as const;
