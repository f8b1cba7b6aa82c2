import { type Dirent, opendirSync } from "node:fs";
import type { FileSort, FileType } from "#lib/api/files.ts";
import { nameFromBytes, nameToBytes } from "#lib/api/paths.ts";
import { createBreather } from "../storage/breather.ts";
import { lstatAt, pathOf, statOf } from "../storage/descriptors.ts";
import { typeOf } from "./describe-file.ts";
import { compareItems, type Item } from "./item-order.ts";
import { sortInTurns } from "./sort-in-turns.ts";

/** The names of a directory with what they are sorted by, and the same in ascending order once that is asked for. */
export type View = {
  items: readonly Item[];
  at: number;
  sorted: readonly Item[] | null;
  sort(): Promise<readonly Item[]>;
};
type Snapshot = { key: string; items: Item[]; views: Map<FileSort, View> };

/** Names kept in memory, of all directories together. */
const KEPT_ITEMS = 300_000;
/** The kernel stamps a directory by a clock that ticks every few milliseconds: a second change in a tick goes unseen. */
const TICK_NS = 100_000_000n;
/** How long the pages that follow a first one may use its sizes and times. */
const VALUES_MS = 30_000;

const snapshots = new Map<string, Snapshot>();

const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
};

/** Every byte is one character in latin1, which Node decodes much faster than it makes a Buffer of each name. */
const nameOf = (latin1: string): string => (isAscii(latin1) ? latin1 : nameFromBytes(Buffer.from(latin1, "latin1")));

function typeOfDirent(directory: number, entry: Dirent): FileType | null {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isFIFO()) return "fifo";
  if (entry.isSocket()) return "socket";
  if (entry.isBlockDevice() || entry.isCharacterDevice()) return "device";
  // A file system that does not say.
  const stat = lstatAt(directory, Buffer.from(entry.name, "latin1"));
  return stat === null ? null : typeOf(stat);
}

function readItems(directory: number): Item[] {
  const items: Item[] = [];
  const open = opendirSync(pathOf(directory), { encoding: "latin1", bufferSize: 1024 });
  try {
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) {
      const type = typeOfDirent(directory, entry);
      if (type !== null) items.push({ name: nameOf(entry.name), type, value: 0 });
    }
  } finally {
    open.closeSync();
  }
  return items;
}

function keep(snapshot: Snapshot, identity: string): void {
  // The last one used stands last.
  snapshots.delete(identity);
  snapshots.set(identity, snapshot);
  let total = 0;
  for (const { items } of snapshots.values()) total += items.length;
  for (const [oldest, { items }] of snapshots) {
    if (total <= KEPT_ITEMS) break;
    snapshots.delete(oldest);
    total -= items.length;
  }
}

/** The names in an open directory; from memory as long as the directory says that nothing came or went. */
function readSnapshot(directory: number): Snapshot {
  const stat = statOf(directory);
  const identity = `${stat.dev}:${stat.ino}`;
  const key = `${stat.mtimeNs}:${stat.ctimeNs}`;
  const known = snapshots.get(identity);
  if (known !== undefined && known.key === key) {
    keep(known, identity);
    return known;
  }
  const read: Snapshot = { key, items: readItems(directory), views: new Map() };
  const isSettled = BigInt(Date.now()) * 1_000_000n - stat.ctimeNs > TICK_NS;
  if (isSettled && statOf(directory).ctimeNs === stat.ctimeNs) keep(read, identity);
  else snapshots.delete(identity);
  return read;
}

const extensionOf = (name: string) => {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : "";
};

function sortValue(directory: number, item: Item, sort: FileSort): number | string {
  if (sort === "type") return item.type === "file" ? `file.${extensionOf(item.name)}` : item.type;
  const stat = lstatAt(directory, Buffer.from(nameToBytes(item.name) ?? []));
  if (stat === null) return -1;
  if (sort === "size") return Number(stat.size);
  return sort === "modified" ? Number(stat.mtimeNs) : Number(stat.mode & 0o7777n);
}

function createView(items: readonly Item[]): View {
  let sorting: Promise<readonly Item[]> | null = null;
  const view: View = {
    items,
    at: Date.now(),
    sorted: null,
    sort: () => {
      sorting ??= sortInTurns(items, compareItems, createBreather()).then((sorted) => {
        view.sorted = sorted;
        return sorted;
      });
      return sorting;
    },
  };
  return view;
}

/**
 * The names in an open directory with what they are sorted by.
 * @param continued a page after the first: it may use what that one saw, so that a list does not shift under its reader
 */
export function readDirectory(directory: number, sort: FileSort, continued: boolean): View {
  const { items, views } = readSnapshot(directory);
  const known = views.get(sort);
  const isFromNames = sort === "name" || sort === "type";
  if (known !== undefined && (isFromNames || (continued && Date.now() - known.at < VALUES_MS))) return known;
  const view = createView(
    sort === "name" ? items : items.map((item) => ({ ...item, value: sortValue(directory, item, sort) })),
  );
  views.set(sort, view);
  return view;
}
