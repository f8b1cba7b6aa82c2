import { chmodSync, chownSync, closeSync, lchownSync, mkdirSync, symlinkSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { MAX_PATH_BYTES } from "#lib/api/limits.ts";
import { createBreather } from "./breather.ts";
import { type CopyWatch, copyFile } from "./copy-file.ts";
import { isErrno, openEntryIfThere, openRoot, pathAt, pathOf, readLinkAt, statOf } from "./descriptors.ts";
import type { Entry } from "./resolve-path.ts";
import type { WritableTree } from "./store.ts";
import { walkTree } from "./walk-tree.ts";

/** An entry below a copied directory that was left out, by its names from there. */
export type Skipped = { way: Buffer[]; error: unknown };

type Staging = Pick<WritableTree, "staging" | "owner">;

const SLASH = Buffer.from("/");

const notCopied = () =>
  new ApiError("file_conflict", "A FIFO, a socket or a device cannot be copied.", {
    suggestedAction: "Copy the files around it.",
  });

/** What is in a directory that is too deep is left out. */
const tooLong = () => Object.assign(new Error("the path is too long"), { code: "ENAMETOOLONG" });

/** Copies one thing that is no directory, found under a name in an open directory. */
async function copyLeaf(
  root: Staging,
  from: { fd: number; name: Buffer },
  target: Buffer,
  watch: CopyWatch,
): Promise<void> {
  const fd = openEntryIfThere(from.fd, from.name);
  if (fd === null) return;
  try {
    watch.admit?.(fd);
    const stat = statOf(fd);
    if (stat.isFile()) return await copyFile({ fd, stat }, target, root.owner, watch);
    const link = stat.isSymbolicLink() ? readLinkAt(from.fd, from.name) : null;
    if (link === null) throw notCopied();
    symlinkSync(link, target);
    if (root.owner !== null) lchownSync(target, root.owner.uid, root.owner.gid);
  } finally {
    closeSync(fd);
  }
}

function makeDirectory(root: Staging, target: Buffer): void {
  mkdirSync(target, 0o700);
  if (root.owner !== null) chownSync(target, root.owner.uid, root.owner.gid);
}

/**
 * Opens directories of the copy by their names. Where a sandbox runs as this process's own user it can swap them for links:
 * a path of several names is never handed to the kernel.
 */
class Targets {
  readonly #top: number;
  #last: { key: string; fd: number } | null = null;

  constructor(top: number) {
    this.#top = top;
  }
  /** Open until the next call. @throws an error with code ENOENT or ENOTDIR where it was swapped */
  open(way: readonly Buffer[]): number {
    if (way.length === 0) return this.#top;
    const key = Buffer.concat(way.flatMap((name) => [SLASH, name])).toString("latin1");
    if (this.#last?.key === key) return this.#last.fd;
    this.close();
    let fd = this.#top;
    for (const name of way) {
      const next = openRoot(pathAt(fd, name));
      if (fd !== this.#top) closeSync(fd);
      fd = next;
    }
    this.#last = { key, fd };
    return fd;
  }
  close(): void {
    if (this.#last !== null) closeSync(this.#last.fd);
    this.#last = null;
  }
}

type Source = Entry & { parent: NonNullable<Entry["parent"]> };

async function copyBelow(root: Staging, source: Source, top: number, watch: CopyWatch): Promise<Skipped[]> {
  const skipped: Skipped[] = [];
  // Set last, the lowest first: a directory that forbids writing must be filled before.
  const modes: [Buffer[], number][] = [[[], Number(source.stat.mode & 0o777n)]];
  const targets = new Targets(top);
  const breathe = createBreather();
  const isLeftOut = (name: Buffer) => watch.leaveOut?.(name) === true;
  const isTooLong = (way: Buffer[]) => way.reduce((bytes, part) => bytes + part.length + 1, 0) > MAX_PATH_BYTES - 256;
  try {
    for (const entry of walkTree(source.fd, ({ way, name }) => !isTooLong(way()) && !isLeftOut(name), watch.admit)) {
      watch.signal?.throwIfAborted();
      if (isLeftOut(entry.name)) continue;
      const way = entry.way();
      try {
        const target = pathAt(targets.open(way.slice(0, -1)), entry.name);
        if (entry.stat.isDirectory()) {
          makeDirectory(root, target);
          modes.push([way, Number(entry.stat.mode & 0o777n)]);
          if (isTooLong(way)) skipped.push({ way, error: tooLong() });
        } else await copyLeaf(root, { fd: entry.directory, name: entry.name }, target, watch);
      } catch (error) {
        if (!isPassable(error)) throw error;
        skipped.push({ way, error });
      }
      await breathe();
    }
    for (const [way, mode] of modes.reverse()) chmodSync(pathOf(targets.open(way)), mode);
    return skipped;
  } finally {
    targets.close();
  }
}

/**
 * Copies an entry and all below it into staging, where nobody sees it half: links as links, holes as holes, modes and times
 * kept. Special files below a directory are left out and told.
 * @param source an open entry of the tree, not its root
 * @param name the name it gets in staging
 * @throws ApiError file_conflict for a special file; what `watch` throws, also an abort. The caller removes what is there.
 */
export async function copyTree(root: Staging, source: Source, name: string, watch: CopyWatch): Promise<Skipped[]> {
  const target = pathAt(root.staging, name);
  if (!source.stat.isDirectory()) {
    await copyLeaf(root, source.parent, target, watch);
    return [];
  }
  makeDirectory(root, target);
  const top = openRoot(target);
  try {
    return await copyBelow(root, source, top, watch);
  } finally {
    closeSync(top);
  }
}

/** Of one entry alone: a special file, one that may not be read, a name too long, or one swapped meanwhile. */
function isPassable(error: unknown): boolean {
  if (error instanceof ApiError) return error.code === "file_conflict" || error.code === "permission_denied";
  return isErrno(error, "EACCES", "EPERM", "ENAMETOOLONG", "ENOENT", "EEXIST", "EAGAIN", "ENXIO");
}
