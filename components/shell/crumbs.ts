const LABELS: Record<string, string> = {
  volumes: "Volumes",
  attachments: "Attachments",
  sandboxes: "Sandboxes",
  team: "Team",
  files: "Files",
  activity: "Activity",
  settings: "Settings",
  trash: "Trash",
  usage: "Usage",
};

/** `idOf`: the segment is an id of such a thing, whose name is to be shown instead. */
export type Crumb = { href: string; label: string; idOf: "volume" | "sandbox" | null };

const NAMED: Record<string, Crumb["idOf"]> = { volumes: "volume", sandboxes: "sandbox" };

/** The steps to a page of the console. */
export function crumbsOf(path: string): Crumb[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  if (segments.length === 0) return [{ href: "/", label: "Overview", idOf: null }];
  return segments.map((segment, index) => ({
    href: `/${segments.slice(0, index + 1).join("/")}`,
    label: LABELS[segment] ?? segment,
    idOf: index === 1 ? (NAMED[segments[0] ?? ""] ?? null) : null,
  }));
}
