import { nameFromBytes } from "#lib/api/paths.ts";

const ESCAPE_MARK = "\u{FFFD}";

/**
 * A name as it stands in an archive. A backslash is a separator to some tools, so a name that has one goes in the escaped
 * form that names outside UTF-8 have: still one text for one name, and no way up. `.`, `..`, `/` and the empty name cannot
 * come from a directory.
 */
export function entryName(name: Uint8Array): string {
  const text = nameFromBytes(name);
  if (!text.includes("\\")) return text;
  const marked = text.startsWith(ESCAPE_MARK) ? text : `${ESCAPE_MARK}${text.replaceAll("%", "%25")}`;
  return marked.replaceAll("\\", "%5C");
}

/**
 * The target of a symlink as an archive may carry it, or null when it could lead outside of where the archive is unpacked.
 * Only leading `..` are let through, and fewer than there are directories above the link: those are real directories, while
 * a `..` after a name might climb from wherever another link of the archive had led.
 * @param depth how many directories of the archive the link lies in
 */
export function safeLinkTarget(target: Uint8Array, depth: number): string | null {
  const text = nameFromBytes(target);
  if (text === "" || text.startsWith("/") || text.startsWith(ESCAPE_MARK) || text.includes("\\")) return null;
  const parts = text.split("/").filter((part) => part !== "" && part !== ".");
  const down = parts.findIndex((part) => part !== "..");
  const climbs = down === -1 ? parts.length : down;
  if (climbs > depth || parts.slice(climbs).includes("..")) return null;
  return text;
}
