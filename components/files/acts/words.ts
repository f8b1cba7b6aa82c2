import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import { spokenName } from "../model/name-parts.ts";

const number = new Intl.NumberFormat("en");

export const count = (value: number): string => number.format(value);

export const items = (value: number): string => (value === 1 ? "1 item" : `${count(value)} items`);

const LONGEST = 40;
const short = (text: string) => {
  const characters = [...text];
  return characters.length <= LONGEST
    ? text
    : `${characters.slice(0, 24).join("")}…${characters.slice(-(LONGEST - 25)).join("")}`;
};

/** A name in a sentence: marks spelled out, not too long. */
export const quoted = (name: string): string => short(spokenName(name));

/** `report.txt`, or `3 items`. */
export const things = (paths: readonly VolumePath[]): string => {
  const [only] = paths;
  return paths.length === 1 && only !== undefined ? quoted(nameOf(only)) : items(paths.length);
};

/** A folder in a sentence; the root by its slash. */
export const place = (path: VolumePath): string => (path === "/" ? "/" : quoted(nameOf(path)));
