import type { VolumePath } from "#lib/api/paths.ts";
import type { Chosen, FileMatches } from "#lib/api/replacing.ts";

/** What was unticked of a file. `rest` stands for the matches that are not shown. */
type Off = { readonly matches: ReadonlySet<number>; readonly rest: boolean };
/** Everything is ticked but what is in here. */
export type Ticks = ReadonlyMap<VolumePath, Off>;

export const ALL_TICKED: Ticks = new Map();
const NOTHING_OFF: Off = { matches: new Set(), rest: false };

type Sized = Pick<FileMatches, "path" | "total" | "matches">;

const offOf = (ticks: Ticks, path: VolumePath): Off => ticks.get(path) ?? NOTHING_OFF;
export const restOf = (file: Sized): number => file.total - file.matches.length;

export const isTicked = (ticks: Ticks, path: VolumePath, ordinal: number | "rest"): boolean =>
  ordinal === "rest" ? !offOf(ticks, path).rest : !offOf(ticks, path).matches.has(ordinal);

/** How many matches of a file are ticked. */
export function countTicked(ticks: Ticks, file: Sized): number {
  const { matches, rest } = offOf(ticks, file.path);
  return file.matches.length - matches.size + (rest ? 0 : restOf(file));
}

export function tick(ticks: Ticks, path: VolumePath, ordinal: number | "rest", on: boolean): Ticks {
  const off = offOf(ticks, path);
  if (ordinal === "rest") return new Map(ticks).set(path, { ...off, rest: !on });
  const matches = new Set(off.matches);
  if (on) matches.delete(ordinal);
  else matches.add(ordinal);
  return new Map(ticks).set(path, { ...off, matches });
}

export function tickFile(ticks: Ticks, file: Sized, on: boolean): Ticks {
  const next = new Map(ticks);
  if (on) next.delete(file.path);
  else next.set(file.path, { matches: new Set(file.matches.keys()), rest: true });
  return next;
}

/** What is sent for a file, in the shorter of its two ways; null when nothing of it is ticked. */
export function chosenOf(ticks: Ticks, file: Sized): Chosen | null {
  const ticked = countTicked(ticks, file);
  if (ticked === 0) return null;
  if (ticked === file.total) return { all: true };
  const off = offOf(ticks, file.path);
  const on = [...file.matches.keys()].filter((ordinal) => !off.matches.has(ordinal));
  const rest = restOf(file);
  const sendOff = rest > 0 ? !off.rest : off.matches.size < on.length;
  return sendOff ? { except: [...off.matches].sort((a, b) => a - b) } : { only: on };
}
