import { ApiError } from "#lib/api/api-error.ts";
import type { NewEvent } from "#lib/api/events.ts";
import { childOf, nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { type System, systemContext } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { type Entry, withEntry } from "../storage/resolve-path.ts";
import { type Hints, watchDirectory } from "./hints.ts";
import type { Observation } from "./observation.ts";
import { scan } from "./scan.ts";
import { MAX_NAMES_TOLD } from "./scan-contract.ts";
import { explains, readTouches, type Touch } from "./touches.ts";

/** How long a difference waits for the event of the API act that made it. */
const SETTLE_MS = 400;
/** A directory that looks unchanged is scanned again after this, and after so many times the duration of a scan. */
const FULL_SCAN_MS = 1_000;
const IDLE_FACTOR = 20;
/** One whose list of names has changed already after so many times. */
const CHANGED_FACTOR = 4;
/** What the API said is of no use once everything that it did has been scanned. */
const TOUCH_MS = 30_000;

type Outcome = "same" | "resync";
type Untold = Record<"changed" | "created" | "removed", string[]>;

/** A watch a directory would be too many in a large tree. */
const NO_HINTS: Hints = { take: () => [], stop: () => {} };

/** Scans a directory that was not there before, or not this one, from nothing. */
async function begin(observation: Observation, entry: Entry): Promise<void> {
  observation.seen?.hints.stop();
  await scan({ kind: "forget", id: observation.id });
  // Hints first: what changes during the scan is looked at again.
  const hints = observation.recursive ? NO_HINTS : watchDirectory(entry.fd);
  observation.seen = { inode: entry.stat.ino, changedNs: entry.stat.ctimeNs, hints };
  observation.pending.clear();
  const { id, recursive } = observation;
  await scan({ kind: "scan", id, recursive, directory: entry.fd, names: "all", verify: [] });
}

async function compare(observation: Observation, entry: Entry): Promise<Outcome> {
  const { seen } = observation;
  if (seen === null || seen.inode !== entry.stat.ino) {
    await begin(observation, entry);
    return "resync";
  }
  const startedAt = Date.now();
  const hinted = seen.hints.take();
  // Where hints name what changed, looking at those is enough until the next full scan.
  const unexplained = hinted === "all" || (hinted.length === 0 && seen.changedNs !== entry.stat.ctimeNs);
  if (unexplained) observation.mustScanAtMs = Math.min(observation.mustScanAtMs, observation.mayScanAtMs);
  const all = startedAt >= observation.mustScanAtMs;
  const names = all ? ("all" as const) : hinted === "all" ? [] : hinted;
  const verify = [...observation.verify];
  observation.verify.clear();
  if (names !== "all" && names.length + verify.length === 0) return "same";
  const { id, recursive } = observation;
  const { found, tooMany } = await scan({ kind: "scan", id, recursive, directory: entry.fd, names, verify });
  const endedAt = Date.now();
  // As it was before the scan: what changed during it counts as new.
  if (all || names.length > 0) seen.changedNs = entry.stat.ctimeNs;
  if (all) {
    observation.mayScanAtMs = endedAt + CHANGED_FACTOR * (endedAt - startedAt);
    observation.mustScanAtMs = endedAt + Math.max(FULL_SCAN_MS, IDLE_FACTOR * (endedAt - startedAt));
  }
  for (const one of found) {
    // Created and changed again before anybody was told.
    const created = one.created || (observation.pending.get(one.name)?.created === true && one.present);
    observation.pending.set(one.name, { ...one, created, sinceMs: endedAt });
  }
  return tooMany ? "resync" : "same";
}

/** Reads what the API has told of this directory meanwhile. */
async function learn(system: System, observation: Observation): Promise<void> {
  const { touches, cursor } = await readTouches(system, observation, observation.cursor);
  observation.cursor = cursor;
  for (const [name, touch] of touches) {
    observation.touches.set(name, touch);
    // A tree is scanned as a whole anyway.
    if (!observation.recursive) observation.verify.add(name);
  }
  const forget = Date.now() - TOUCH_MS;
  for (const [name, touch] of observation.touches) if (touch.atMs < forget) observation.touches.delete(name);
}

/** What the API did to a name, or to a directory that it is in. */
function touchOf({ touches, recursive }: Observation, name: string): Touch | undefined {
  for (let at = name; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const touch = touches.get(at);
    if (touch !== undefined || !recursive || !at.includes("/")) return touch;
  }
}

/** The same by directory: of a tree, names are paths. */
function byDirectory({ directory, recursive }: Observation, untold: Untold): (Untold & { directory: VolumePath })[] {
  if (!recursive) return [{ directory, ...untold }];
  const groups = new Map<VolumePath, Untold & { directory: VolumePath }>();
  for (const kind of ["changed", "created", "removed"] as const)
    for (const name of untold[kind]) {
      const path = childOf(directory, name);
      const at = parentOf(path);
      const group = groups.get(at) ?? { directory: at, changed: [], created: [], removed: [] };
      group[kind].push(nameOf(path));
      groups.set(at, group);
    }
  return [...groups.values()];
}

/** Takes out of what is pending what nobody else will tell. */
function takeUntold(observation: Observation): Untold {
  const untold: Untold = { changed: [], created: [], removed: [] };
  for (const [name, found] of observation.pending) {
    const touch = touchOf(observation, name);
    if (touch !== undefined && explains(touch, found)) {
      observation.pending.delete(name);
      continue;
    }
    if (Date.now() - found.sinceMs < SETTLE_MS) continue;
    observation.pending.delete(name);
    // From here on the disk knows better than what the API said.
    observation.touches.delete(name);
    untold[found.present ? "changed" : "removed"].push(name);
    if (found.present && found.created) untold.created.push(name);
  }
  return untold;
}

async function tell(system: System, observation: Observation, outcome: Outcome): Promise<void> {
  const untold = takeUntold(observation);
  const count = untold.changed.length + untold.removed.length;
  if (outcome === "same" && count === 0) return;
  const resync = outcome === "resync" || count > MAX_NAMES_TOLD;
  if (resync) observation.pending.clear();
  const ctx = systemContext(system, observation.team);
  const groups = resync
    ? [{ directory: observation.directory, changed: [], created: [], removed: [] }]
    : byDirectory(observation, untold);
  const happened = groups.map((group): NewEvent => {
    return { type: "file.changed", volume_id: observation.volumeId, data: { ...group, resync } };
  });
  await ctx.transaction((tx) => appendEvents(tx, ctx, happened));
}

/**
 * Looks once at an observed directory and tells what changed on the disk and no API act has told. Cheap while nothing
 * happens: one walk to the directory and one query.
 * @param options.first remembers what is there and tells nothing
 */
export async function look(system: System, observation: Observation, options: { first: boolean }): Promise<void> {
  const outcome = await system.store
    .use(observation.volumeId, (root) =>
      withEntry(root, observation.directory, { follow: true }, async (entry): Promise<Outcome> => {
        if (!entry.stat.isDirectory()) throw new ApiError("file_not_found", "This is no directory.");
        return compare(observation, entry);
      }),
    )
    .catch((error: unknown): Outcome => {
      if (!(error instanceof ApiError)) throw error;
      const lost = observation.seen !== null;
      observation.seen?.hints.stop();
      observation.seen = null;
      observation.pending.clear();
      return lost ? "resync" : "same";
    });
  if (options.first) return;
  await learn(system, observation);
  await tell(system, observation, outcome);
}
