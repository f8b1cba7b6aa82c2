import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  lchownSync,
  mkdirSync,
  openSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { MAX_COMPONENT_BYTES, MAX_PATH_BYTES } from "#lib/api/limits.ts";
import { nameFromBytes, nameToBytes } from "#lib/api/paths.ts";
import type { UploadReason } from "#lib/api/upload-reasons.ts";
import { pathAt } from "../storage/descriptors.ts";
import { safeLinkTarget } from "../transfers/entry-name.ts";
import { OVER_ROOM, type UnpackJob, type UnpackReply } from "./unpack-contract.ts";

const DISK_BLOCK = 4096;
const SLASH = Buffer.from("/");
const NEW_DIRECTORY_MODE = 0o755;
/** Directories in each other. */
const MAX_DEPTH = 256;

/** An error whose code travels between threads. */
export const refuse = (code: UploadReason | typeof OVER_ROOM, message: string) =>
  Object.assign(new Error(message), { code });
export const invalidPath = (name: string, problem: string) =>
  refuse("directory_extract_invalid_path", `${JSON.stringify(name.slice(0, 200))} ${problem}`);

type Way = { key: string; names: Buffer[] };

/** The names that an entry's path has, each of which is one name and leads nowhere else. */
export function wayOf(name: string): Way {
  if (name.startsWith("/")) throw invalidPath(name, "is absolute");
  const names = name
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .map((part) => {
      const bytes = part === ".." || part.includes("\0") ? null : nameToBytes(part);
      if (bytes === null) throw invalidPath(name, "leads outside of the directory or is no name");
      if (bytes.length > MAX_COMPONENT_BYTES) throw invalidPath(name, "has a name that is too long");
      return Buffer.from(bytes);
    });
  if (names.length > MAX_DEPTH) throw invalidPath(name, "is too deep");
  if (names.reduce((sum, part) => sum + part.length + 1, 0) > MAX_PATH_BYTES) throw invalidPath(name, "is too long");
  return { key: names.map(nameFromBytes).join("/"), names };
}

/**
 * The tree that an archive becomes, in a directory that nobody else reaches. It holds nothing but what was made through this,
 * and no link of it is ever walked through.
 */
export class UnpackedTree {
  readonly #job: UnpackJob & { kind: "unpack" };
  readonly #top: Buffer;
  /** What was made so far. Nobody else makes anything here, so a name that is not in it is free. */
  readonly #made = new Map<string, "directory" | "other">();
  /** Set last: a directory that forbids writing must be filled before. */
  readonly #modes = new Map<string, { path: Buffer; mode: number }>();
  readonly size: UnpackReply = { usedBytes: 0, inodeCount: 0, fileCount: 0, contentBytes: 0 };

  constructor(job: UnpackJob & { kind: "unpack" }) {
    this.#job = job;
    this.#top = pathAt(job.staging, job.name);
    this.#makeDirectory({ key: "", names: [] }, NEW_DIRECTORY_MODE);
  }
  #grow(usedBytes: number, inodeCount: number): void {
    this.size.usedBytes += usedBytes;
    this.size.inodeCount += inodeCount;
    const { room } = this.#job;
    if (this.size.usedBytes > room.usedBytes || this.size.inodeCount > room.inodeCount)
      throw refuse(OVER_ROOM, "the volume has no room for it");
  }
  #pathOf({ names }: Way): Buffer {
    return Buffer.concat([this.#top, ...names.flatMap((name) => [SLASH, name])]);
  }
  #makeDirectory(way: Way, mode: number): void {
    const path = this.#pathOf(way);
    const known = this.#made.get(way.key);
    if (known === "other") throw invalidPath(way.key, "is a file and a directory");
    if (known === undefined) {
      if (way.names.length > 0) this.#grow(DISK_BLOCK, 1);
      mkdirSync(path, 0o700);
      const { owner } = this.#job;
      if (owner !== null) chownSync(path, owner.uid, owner.gid);
      this.#made.set(way.key, "directory");
    }
    this.#modes.set(way.key, { path, mode });
  }
  /** Makes the directories above an entry. None of them is ever a link: what is in the way refuses the archive. */
  #makeParents({ names }: Way): void {
    for (let depth = 1; depth < names.length; depth++) {
      const above = names.slice(0, depth);
      const key = above.map(nameFromBytes).join("/");
      if (this.#made.get(key) !== "directory") this.#makeDirectory({ key, names: above }, NEW_DIRECTORY_MODE);
    }
  }
  /** Clears the place of a file or link: the last entry of a name counts, as tar has it. */
  #take(way: Way): Buffer {
    if (way.names.length === 0 || this.#made.get(way.key) === "directory")
      throw invalidPath(way.key, "is a file and a directory");
    const path = this.#pathOf(way);
    if (this.#made.get(way.key) === "other") unlinkSync(path);
    else this.#grow(0, 1);
    this.#made.set(way.key, "other");
    return path;
  }
  directory(way: Way, mode: number): void {
    this.#makeParents(way);
    this.#makeDirectory(way, mode);
  }
  async file(way: Way, mode: number, content: AsyncIterable<Uint8Array>): Promise<void> {
    this.#makeParents(way);
    const fd = openSync(this.#take(way), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      let size = 0;
      for await (const chunk of content) {
        const before = Math.ceil(size / DISK_BLOCK);
        size += chunk.length;
        this.#grow((Math.ceil(size / DISK_BLOCK) - before) * DISK_BLOCK, 0);
        for (let done = 0; done < chunk.length; ) done += writeSync(fd, chunk, done);
      }
      const { owner } = this.#job;
      if (owner !== null) fchownSync(fd, owner.uid, owner.gid);
      fchmodSync(fd, mode);
      this.size.fileCount += 1;
      this.size.contentBytes += size;
    } finally {
      closeSync(fd);
    }
  }
  link(way: Way, target: string): void {
    if (safeLinkTarget(Buffer.from(target), way.names.length - 1) === null)
      throw refuse(
        "directory_extract_invalid_symlink",
        `the link ${JSON.stringify(way.key.slice(0, 200))} leads outside`,
      );
    this.#makeParents(way);
    const path = this.#take(way);
    symlinkSync(target, path);
    const { owner } = this.#job;
    if (owner !== null) lchownSync(path, owner.uid, owner.gid);
    this.size.fileCount += 1;
  }
  finish(): void {
    for (const { path, mode } of [...this.#modes.values()].reverse()) chmodSync(path, mode);
  }
}
