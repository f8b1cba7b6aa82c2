import { matchesGlob } from "node:path";
import type { Glob } from "./search-contract.ts";

const WILDCARDS = /[*?[\]{}]/;

/** A glob as a caller gives it: without a slash for names, with one for paths, from the root when it starts with it. */
export function parseGlob(text: string, { fold = false } = {}): Glob {
  const against = text.startsWith("/") ? "absolute" : text.includes("/") ? "relative" : "name";
  return { text: fold ? text.toLowerCase() : text, against, fold };
}

/** What someone types to find a name: a glob, or a part of the name. */
export const parseNameQuery = (text: string, { fold }: { fold: boolean }): Glob =>
  parseGlob(WILDCARDS.test(text) ? text : text.includes("/") ? `**/*${text.replace(/^\//, "")}*` : `*${text}*`, {
    fold,
  });

export type Named = { name: string; relative: string; absolute: string };

export function holdsFor(glob: Glob, named: Named): boolean {
  const text = named[glob.against];
  return matchesGlob(glob.fold ? text.toLowerCase() : text, glob.text);
}
