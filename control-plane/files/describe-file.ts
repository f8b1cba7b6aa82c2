import type { BigIntStats } from "node:fs";
import type { FileInfo, FileType } from "#lib/api/files.ts";
import { nameFromBytes, nameOf, type VolumePath } from "#lib/api/paths.ts";
import { readLinkAt } from "../storage/descriptors.ts";
import { etagOf } from "../storage/etag.ts";

const LETTERS: Record<FileType, string> = {
  file: "-",
  directory: "d",
  symlink: "l",
  fifo: "p",
  socket: "s",
  device: "c",
};

/** The last time that RFC 3339 can say; a hostile file may claim a later one. */
const LAST_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const FIRST_TIME_MS = Date.UTC(1, 0, 1);

export function typeOf(stat: BigIntStats): FileType {
  if (stat.isFile()) return "file";
  if (stat.isDirectory()) return "directory";
  if (stat.isSymbolicLink()) return "symlink";
  if (stat.isFIFO()) return "fifo";
  return stat.isSocket() ? "socket" : "device";
}

const triplet = (bits: number, special: boolean, letter: string) => {
  const x = (bits & 1) !== 0;
  const last = special ? (x ? letter : letter.toUpperCase()) : x ? "x" : "-";
  return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${last}`;
};

/** Type and permissions as `ls -l` shows them. */
function modeText(type: FileType, mode: number, isBlockDevice: boolean): string {
  const user = triplet(mode >> 6, (mode & 0o4000) !== 0, "s");
  const group = triplet(mode >> 3, (mode & 0o2000) !== 0, "s");
  const others = triplet(mode, (mode & 0o1000) !== 0, "t");
  return `${isBlockDevice ? "b" : LETTERS[type]}${user}${group}${others}`;
}

const safeNumber = (value: bigint) => Number(value > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : value);

function timeText(milliseconds: bigint): string {
  return new Date(Math.min(Math.max(Number(milliseconds), FIRST_TIME_MS), LAST_TIME_MS)).toISOString();
}

/**
 * A file as the API shows it, with its `etag`.
 * @param parent where it was found, for the target of a symlink; null for the root of the volume
 */
export function describeFile(
  parent: { fd: number; name: Buffer } | null,
  path: VolumePath,
  stat: BigIntStats,
): FileInfo {
  const type = typeOf(stat);
  const mode = Number(stat.mode & 0o7777n);
  const target = type === "symlink" && parent !== null ? readLinkAt(parent.fd, parent.name) : null;
  return {
    name: nameOf(path) || "/",
    path,
    is_dir: type === "directory",
    size: safeNumber(stat.size),
    type,
    mode: modeText(type, mode, stat.isBlockDevice()),
    permissions: mode.toString(8).padStart(4, "0"),
    owner: String(stat.uid),
    group: String(stat.gid),
    modified_time: timeText(stat.mtimeMs),
    symlink_target: target === null ? null : nameFromBytes(target),
    etag: type === "file" ? etagOf(stat) : null,
  };
}
