import { type BigIntStats, closeSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { MAX_SYMLINKS } from "#lib/api/limits.ts";
import { components, nameToBytes, type VolumePath } from "#lib/api/paths.ts";
import { openEntryIfThere, readLinkAt, statOf } from "./descriptors.ts";
import { fileNotFound, translateFsError } from "./fs-error.ts";

/** A name in an open directory of the volume. What the name stands for may change at any time. */
export type Parent = { fd: number; name: Buffer };
/** One file, directory, link or special file, held open with `O_PATH`: it stays this one whatever happens to its name. */
export type Entry = {
  fd: number;
  stat: BigIntStats;
  /** Where it was found; null for the root of the volume. */
  parent: Parent | null;
};
/** Where a write goes: the place after all links, and what stands there now. */
export type Target = Parent & { existing: { fd: number; stat: BigIntStats } | null };

/** What paths are resolved in. */
export type Tree = {
  /** Its root. */
  data: number;
  /** Looks at each directory on the way, and at what the path leads to, before anything is done with it; throws to refuse. */
  admit?: (fd: number) => void;
};

/** Directories on the way, links included. A path has at most half as many; only nested links reach this. */
const MAX_STEPS = 4096;

const tooDeep = (path: string) => translateFsError(Object.assign(new Error(), { code: "ELOOP" }), path);
const notADirectory = (path: string) => translateFsError(Object.assign(new Error(), { code: "ENOTDIR" }), path);

export const rootRefused = () =>
  new ApiError("file_conflict", "This cannot be done to the root of the volume.", { details: { path: "/" } });

function splitTarget(target: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start <= target.length; ) {
    const slash = target.indexOf(0x2f, start);
    const end = slash === -1 ? target.length : slash;
    const part = target.subarray(start, end);
    if (part.length > 0 && !part.equals(Buffer.from("."))) parts.push(part);
    start = end + 1;
  }
  return parts;
}

const isDotDot = (name: Buffer) => name.length === 2 && name[0] === 0x2e && name[1] === 0x2e;

/**
 * The way down from the root, one descriptor a directory. `..` of a link pops it and stops at the root, so the kernel never
 * sees one, and a directory that is moved or swapped meanwhile changes nothing about those already open.
 */
class Way {
  readonly #root: number;
  readonly #admit: (fd: number) => void;
  readonly #directories: { fd: number; name: Buffer }[] = [];

  constructor({ data, admit = () => {} }: Tree) {
    this.#root = data;
    this.#admit = admit;
  }
  /** Opens what a name in the last directory is; null when it is nothing. */
  open(name: Buffer): number | null {
    const fd = openEntryIfThere(this.top, name);
    if (fd === null) return null;
    try {
      this.#admit(fd);
      return fd;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }
  get top(): number {
    return this.#directories.at(-1)?.fd ?? this.#root;
  }
  push(fd: number, name: Buffer): void {
    this.#directories.push({ fd, name });
  }
  up(): void {
    const left = this.#directories.pop();
    if (left !== undefined) closeSync(left.fd);
  }
  toRoot(): void {
    while (this.#directories.length > 0) this.up();
  }
  /** Closes all but the last: a deep path must not hold a descriptor a level while someone waits. */
  keepTop(): void {
    for (const passed of this.#directories.splice(0, this.#directories.length - 1)) closeSync(passed.fd);
  }
  /** Takes the last directory off and leaves it open: it is what the path leads to. */
  take(): { fd: number; name: Buffer } | null {
    return this.#directories.pop() ?? null;
  }
}

type End = { name: Buffer; entry: { fd: number; stat: BigIntStats } | null } | "root";

/** Walks `path` along `way`, which then ends at the parent. `follow`: also where the last component is a symlink. */
function walk(way: Way, path: VolumePath, follow: boolean): End {
  const pending: Buffer[] = components(path)
    // Parsed at the edge, so every component has bytes.
    .map((name) => Buffer.from(nameToBytes(name) ?? []))
    .reverse();
  let links = 0;
  for (let steps = 0; ; steps++) {
    const name = pending.pop();
    if (name === undefined) {
      // The last part was `..` of a link, so the path ends at a directory that is open already.
      const last = way.take();
      return last === null ? "root" : { name: last.name, entry: { fd: last.fd, stat: statOf(last.fd) } };
    }
    if (steps > MAX_STEPS) throw tooDeep(path);
    if (isDotDot(name)) {
      way.up();
      continue;
    }
    const fd = way.open(name);
    if (fd === null) {
      if (pending.length > 0) throw fileNotFound(path);
      return { name, entry: null };
    }
    const stat = statOf(fd);
    const isLast = pending.length === 0;
    if (stat.isSymbolicLink() && (follow || !isLast)) {
      closeSync(fd);
      if (++links > MAX_SYMLINKS) throw tooDeep(path);
      const target = readLinkAt(way.top, name);
      // Swapped for something else since: look again.
      if (target === null) {
        pending.push(name);
        continue;
      }
      if (target[0] === 0x2f) way.toRoot();
      pending.push(...splitTarget(target).reverse());
      continue;
    }
    if (isLast) return { name, entry: { fd, stat } };
    if (!stat.isDirectory()) {
      closeSync(fd);
      throw notADirectory(path);
    }
    way.push(fd, name);
  }
}

function isPromise<T>(value: T): value is T & Promise<Awaited<T>> {
  return value instanceof Promise;
}

/** Runs `act`, then `release`, at once or when its promise settles, and says in the contract's words what the disk refused. */
function held<T>(path: VolumePath, act: () => T, release: () => void): T {
  const settle = { pending: false };
  try {
    const result = act();
    if (!isPromise(result)) return result;
    settle.pending = true;
    const settled = result
      .catch((error: unknown) => {
        throw translateFsError(error, path);
      })
      .finally(release);
    // The promise of the same value that T already is.
    return settled as T & Promise<Awaited<T>>;
  } catch (error) {
    throw translateFsError(error, path);
  } finally {
    if (!settle.pending) release();
  }
}

function resolve<T>(root: Tree, path: VolumePath, follow: boolean, act: (parent: number, end: End) => T): T {
  const way = new Way(root);
  let open: number | null = null;
  return held(
    path,
    () => {
      const end = walk(way, path, follow);
      if (end !== "root" && end.entry !== null) open = end.entry.fd;
      way.keepTop();
      return act(way.top, end);
    },
    () => {
      if (open !== null) closeSync(open);
      way.toRoot();
    },
  );
}

/**
 * Finds the directory that holds the last component of `path` and hands it to `act` with that name, which may or may not
 * exist and is not followed. The descriptor is closed when `act` ends, also when it is asynchronous.
 * @throws ApiError file_not_found when the directory is missing, file_conflict for `/`
 */
export function withParent<T>(root: Tree, path: VolumePath, act: (parent: Parent) => T): T {
  const cut = path.lastIndexOf("/");
  if (path === "/") throw rootRefused();
  // What stands before the last slash of a VolumePath is one too.
  const directory = (path.slice(0, cut) || "/") as VolumePath;
  const name = Buffer.from(nameToBytes(path.slice(cut + 1)) ?? []);
  return withEntry(root, directory, { follow: true }, (parent) => {
    if (!parent.stat.isDirectory()) throw notADirectory(path);
    return act({ fd: parent.fd, name });
  });
}

/**
 * Finds what `path` is and holds it open, without opening it for reading: a FIFO or a device is safe here.
 * @param options.follow where the last component is a symlink: what it leads to, inside the volume; else the link itself
 * @throws ApiError file_not_found
 */
export function withEntry<T>(root: Tree, path: VolumePath, options: { follow: boolean }, act: (entry: Entry) => T): T {
  return resolve(root, path, options.follow, (parent, end) => {
    if (end === "root") return act({ fd: root.data, stat: statOf(root.data), parent: null });
    if (end.entry === null) throw fileNotFound(path);
    return act({ ...end.entry, parent: { fd: parent, name: end.name } });
  });
}

/**
 * Finds where a write to `path` goes: symlinks are followed inside the volume, the last one too, and may lead to where
 * nothing is yet.
 * @throws ApiError file_not_found when the directory is missing, file_conflict for `/`
 */
export function withTarget<T>(root: Tree, path: VolumePath, act: (target: Target) => T): T {
  return resolve(root, path, true, (parent, end) => {
    if (end === "root") throw rootRefused();
    return act({ fd: parent, name: end.name, existing: end.entry });
  });
}
