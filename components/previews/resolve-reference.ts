import { parentOf, parseVolumePath, type VolumePath } from "#lib/api/paths.ts";

/**
 * The file of the same root that a reference in a text means; null when it leads anywhere else.
 * @param file the text's own path
 * @param reference as written, such as `img/a.png`, `../b.svg` or `/c.png`
 */
export function resolveReference(file: VolumePath, reference: string): VolumePath | null {
  if (reference === "" || /^[a-z][a-z0-9+.-]*:/i.test(reference) || /^[\\/]{2}/.test(reference)) return null;
  const bare = reference.replace(/[?#].*$/s, "");
  let decoded: string;
  try {
    decoded = decodeURIComponent(bare);
  } catch {
    decoded = bare;
  }
  if (decoded === "") return null;
  const parsed = parseVolumePath(decoded.startsWith("/") ? decoded : `${parentOf(file)}/${decoded}`);
  return parsed.ok ? parsed.path : null;
}
