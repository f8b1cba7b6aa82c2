const LABELS: Record<string, string> = {
  volumes: "Volumes",
  team: "Team",
  files: "Files",
  settings: "Settings",
  trash: "Trash",
};

/** `isVolume`: the segment is an id, whose name is to be shown instead. */
export type Crumb = { href: string; label: string; isVolume: boolean };

/** The steps to a page of the console. */
export function crumbsOf(path: string): Crumb[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  return segments.map((segment, index) => ({
    href: `/${segments.slice(0, index + 1).join("/")}`,
    label: LABELS[segment] ?? segment,
    isVolume: index === 1 && segments[0] === "volumes",
  }));
}
