import { childOf, parentOf, parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { typeableName } from "./name-parts.ts";

/** Where completion looks: the entries of `directory` whose name starts with `prefix`; `head` is the text before it. */
export type CompletionPlace = { readonly head: string; readonly directory: VolumePath; readonly prefix: string };

/** What was typed or pasted, as a path: quotes and outer spaces of a pasted line gone, relative to `current` otherwise. */
export function typedPath(text: string, current: VolumePath): ReturnType<typeof parseVolumePath> {
  const bare = text.trim().replace(/^(["'])(.*)\1$/s, "$2");
  if (bare === "" || bare === "~") return parseVolumePath("/");
  return parseVolumePath(bare.startsWith("/") ? bare : `${current}/${bare}`);
}

export function completionPlace(text: string, current: VolumePath): CompletionPlace | null {
  const slash = text.lastIndexOf("/");
  const head = text.slice(0, slash + 1);
  const parsed = head === "" ? ({ ok: true, path: current } as const) : typedPath(head, current);
  return parsed.ok ? { head, directory: parsed.path, prefix: text.slice(slash + 1) } : null;
}

type Candidate = { readonly name: string; readonly isDirectory: boolean };

/** The text after Tab: as far as all candidates agree, and a slash after the only one when it is a directory. */
export function completed(place: CompletionPlace, candidates: readonly Candidate[]): string {
  const [first, ...rest] = candidates.map(({ name }) => [...typeableName(name)]);
  if (first === undefined) return place.head + place.prefix;
  let length = first.length;
  for (const one of rest) {
    let same = 0;
    while (same < length && one[same] === first[same]) same++;
    length = same;
  }
  const agreed = first.slice(0, length).join("");
  // Candidates match case folded, so what they agree on can be shorter than what was typed.
  const name = agreed.length >= place.prefix.length ? agreed : place.prefix;
  return `${place.head}${name}${candidates.length === 1 && candidates[0]?.isDirectory ? "/" : ""}`;
}

export type Crumb = { readonly name: string; readonly path: VolumePath };

/** The directories from the one below the root down to `path`. */
export function crumbs(path: VolumePath): Crumb[] {
  const list: Crumb[] = [];
  for (let at = path; at !== "/"; at = parentOf(at))
    list.unshift({ name: at.slice(at.lastIndexOf("/") + 1), path: at });
  return list;
}

/** The path as an input field can hold it. */
export function typeablePath(path: VolumePath): string {
  const names = crumbs(path).map(({ name }) => typeableName(name));
  return names.length === 0 ? "/" : `/${names.join("/")}/`;
}

/** The path of a candidate. */
export const candidatePath = (place: CompletionPlace, name: string): VolumePath => childOf(place.directory, name);
