import { type BigIntStats, closeSync, constants, openSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ApiError } from "#lib/api/api-error.ts";
import { components, isWithin, nameToBytes, type VolumePath } from "#lib/api/paths.ts";
import { createBreather } from "../storage/breather.ts";
import { openEntryIfThere, pathOf, readLinkAt, statOf } from "../storage/descriptors.ts";
import { type Tree, withEntry } from "../storage/resolve-path.ts";
import { isAdmitted, walkTree } from "../storage/walk-tree.ts";
import { entryName, safeLinkTarget } from "./entry-name.ts";

type Facts = { name: string; mode: number; modified: Date };
export type FileMember = Facts & { kind: "file"; size: number; handle: FileHandle };
/** One entry of an archive, its name relative and safe. A file's handle is open until the next member is asked for. */
export type Member = FileMember | (Facts & { kind: "directory" }) | (Facts & { kind: "link"; target: string });

/** The years that both formats can say. What a hostile writer sets may lie anywhere. */
const EARLIEST = Date.UTC(1980, 0, 2);
const LATEST = Date.UTC(2037, 11, 31);

function factsOf(stat: BigIntStats, name: string): Facts {
  const modified = Math.min(Math.max(Number(stat.mtimeMs), EARLIEST), LATEST);
  return { name, mode: Number(stat.mode & 0o777n), modified: new Date(modified) };
}

/**
 * What `name` in an open directory is to an archive; null for what is gone, special, or a link that leads outside. Asked of
 * the descriptor and opened through it, so a name that is swapped meanwhile changes nothing, and a FIFO is never opened.
 * @param way the names of the archive's directories above it
 */
async function memberAt(
  directory: number,
  name: Uint8Array,
  way: readonly string[],
  admit: Tree["admit"],
): Promise<Member | null> {
  const fd = openEntryIfThere(directory, name);
  if (fd === null) return null;
  try {
    if (!isAdmitted(fd, admit)) return null;
    const stat = statOf(fd);
    const facts = factsOf(stat, [...way, entryName(name)].join("/"));
    if (stat.isDirectory()) return { ...facts, kind: "directory" };
    if (stat.isFile()) {
      const handle = await open(pathOf(fd), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
      return { ...facts, kind: "file", size: Number(stat.size), handle };
    }
    const target = stat.isSymbolicLink() ? readLinkAt(directory, name) : null;
    const safe = target === null ? null : safeLinkTarget(target, way.length);
    return safe === null ? null : { ...facts, kind: "link", target: safe };
  } finally {
    closeSync(fd);
  }
}

async function* held(member: Member | null): AsyncGenerator<Member> {
  if (member === null) return;
  try {
    yield member;
  } finally {
    // Waits for a read that is still under way.
    if (member.kind === "file") await member.handle.close();
  }
}

/** Everything below an open directory, and nothing of it in memory but the way down. */
async function* membersBelow(directory: number, way: readonly string[], admit: Tree["admit"]): AsyncGenerator<Member> {
  const breathe = createBreather();
  for (const entry of walkTree(directory, undefined, admit)) {
    const above = entry.way().slice(0, -1).map(entryName);
    yield* held(await memberAt(entry.directory, entry.name, [...way, ...above], admit));
    await breathe();
  }
}

/** Opens what a path leads to once more, as a descriptor that the caller closes. */
const openDirectory = (root: Tree, path: VolumePath, follow: boolean): number | null =>
  withEntry(root, path, { follow }, (entry) =>
    entry.stat.isDirectory() ? openSync(pathOf(entry.fd), constants.O_RDONLY | constants.O_DIRECTORY) : null,
  );

const bytesOf = (name: string) => nameToBytes(name) ?? new Uint8Array();

/** What was chosen and has gone since is passed over, like anything else that goes while the archive is made. */
function unlessGone<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof ApiError && error.code === "file_not_found") return null;
    throw error;
  }
}

async function* membersAt(root: Tree, path: VolumePath, way: readonly string[]): AsyncGenerator<Member> {
  const member = await unlessGone(() =>
    withEntry(root, path, { follow: false }, async ({ parent }) =>
      parent === null ? null : memberAt(parent.fd, parent.name, way, root.admit),
    ),
  );
  yield* held(member);
  if (member?.kind !== "directory") return;
  const directory = unlessGone(() => openDirectory(root, path, false));
  if (directory === null) return;
  try {
    yield* membersBelow(directory, member.name.split("/"), root.admit);
  } finally {
    closeSync(directory);
  }
}

/**
 * The members of an archive of `path`, named relative to it. Links are not followed, but for `path` itself.
 * @param chosen entries below `path`; null for everything
 * @throws ApiError file_not_found when `path` is no directory any more
 */
export async function* archiveMembers(
  root: Tree,
  path: VolumePath,
  chosen: readonly VolumePath[] | null,
): AsyncGenerator<Member> {
  if (chosen === null) {
    const directory = openDirectory(root, path, true);
    if (directory === null) return;
    try {
      yield* membersBelow(directory, [], root.admit);
    } finally {
      closeSync(directory);
    }
    return;
  }
  const tops = [...new Set(chosen)].filter((one) => !chosen.some((other) => other !== one && isWithin(one, other)));
  for (const one of tops) {
    const way = components(one).slice(components(path).length, -1);
    yield* membersAt(root, one, way.map(bytesOf).map(entryName));
  }
}
