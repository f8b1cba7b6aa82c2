import { chmodSync, chownSync, closeSync, lchownSync, mkdirSync, symlinkSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { MAX_PATH_BYTES } from "#lib/api/limits.ts";
import { createBreather } from "./breather.ts";
import { type CopyWatch, copyFile } from "./copy-file.ts";
import { isErrno, openEntryIfThere, pathAt, readLinkAt, statOf } from "./descriptors.ts";
import type { Entry } from "./resolve-path.ts";
import type { VolumeRoot } from "./store.ts";
import { walkTree } from "./walk-tree.ts";

/** An entry below a copied directory that was left out, by its names from there. */
export type Skipped = { way: Buffer[]; error: unknown };

const SLASH = Buffer.from("/");

const notCopied = () =>
  new ApiError("file_conflict", "A FIFO, a socket or a device cannot be copied.", {
    suggestedAction: "Copy the files around it.",
  });

/** Copies one thing that is no directory, found under a name in an open directory. */
async function copyLeaf(
  root: VolumeRoot,
  from: { fd: number; name: Buffer },
  target: Buffer,
  watch: CopyWatch,
): Promise<void> {
  const fd = openEntryIfThere(from.fd, from.name);
  if (fd === null) return;
  try {
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

function makeDirectory(root: VolumeRoot, target: Buffer): void {
  mkdirSync(target, 0o700);
  if (root.owner !== null) chownSync(target, root.owner.uid, root.owner.gid);
}

/**
 * Copies an entry and all below it into staging, where nobody sees it half: links as links, holes as holes, modes and times
 * kept. Special files below a directory are left out and told.
 * @param source an open entry of the volume, not its root
 * @param name the name it gets in staging
 * @throws ApiError file_conflict for a special file; what `watch` throws, also an abort. The caller removes what is there.
 */
export async function copyTree(
  root: VolumeRoot,
  source: Entry & { parent: NonNullable<Entry["parent"]> },
  name: string,
  watch: CopyWatch,
): Promise<Skipped[]> {
  const top = pathAt(root.staging, name);
  if (!source.stat.isDirectory()) {
    await copyLeaf(root, source.parent, top, watch);
    return [];
  }
  const skipped: Skipped[] = [];
  // Set last, the lowest first: a directory that forbids writing must be filled before.
  const modes: [Buffer, number][] = [[top, Number(source.stat.mode & 0o777n)]];
  const breathe = createBreather();
  makeDirectory(root, top);
  const isTooLong = (way: Buffer[]) => way.reduce((bytes, part) => bytes + part.length + 1, 0) > MAX_PATH_BYTES - 256;
  for (const entry of walkTree(source.fd, ({ way }) => !isTooLong(way()))) {
    watch.signal?.throwIfAborted();
    const way = entry.way();
    // Staging is private: a path in it means what it says.
    const target = Buffer.concat([top, ...way.flatMap((part) => [SLASH, part])]);
    try {
      if (entry.stat.isDirectory()) {
        makeDirectory(root, target);
        modes.push([target, Number(entry.stat.mode & 0o777n)]);
      } else await copyLeaf(root, { fd: entry.directory, name: entry.name }, target, watch);
    } catch (error) {
      if (!isPassable(error)) throw error;
      skipped.push({ way, error });
    }
    await breathe();
  }
  for (const [target, mode] of modes.reverse()) chmodSync(target, mode);
  return skipped;
}

/** Of one entry alone: a special file, one that may not be read, a name too long, or one swapped meanwhile. */
function isPassable(error: unknown): boolean {
  if (error instanceof ApiError) return error.code === "file_conflict";
  return isErrno(error, "EACCES", "EPERM", "ENAMETOOLONG", "ENOENT", "EEXIST", "EAGAIN", "ENXIO");
}
