/**
 * Whether a symbolic link stays in the tree it is in, whatever other links of that kind are on its way: it is relative,
 * climbs no higher than it lies, and only before it goes down.
 * @param name of the link, relative to the tree, with slashes
 */
export function isSafeLink(name: string, target: string): boolean {
  if (target === "" || target.startsWith("/") || target.includes("\0")) return false;
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const down = parts.findIndex((part) => part !== "..");
  const climbs = down === -1 ? parts.length : down;
  return climbs < name.split("/").length && !parts.slice(climbs).includes("..");
}
