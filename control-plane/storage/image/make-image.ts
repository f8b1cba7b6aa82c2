import { existsSync } from "node:fs";
import { chmod, chown, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeCapFile } from "./cap-file.ts";
import type { ImagePaths } from "./image-paths.ts";
import { BLOCK_BYTES, shapeFor } from "./image-shape.ts";
import { runTool } from "./run-tool.ts";
import { readSuperblock } from "./superblock.ts";

const PRIVATE = 0o700;
const DATA_MODE = 0o755;

/** Named one by one, since a machine's own defaults may hold what an older kernel of the same volume cannot mount. */
const FEATURES =
  "none,has_journal,ext_attr,resize_inode,dir_index,filetype,extent,64bit,flex_bg,sparse_super,large_file,huge_file,dir_nlink,extra_isize,metadata_csum";

/** The directories that the root of a new image gets, as `mke2fs -d` copies them. */
async function makeSkeleton(skeleton: string, owner: { uid: number; gid: number }): Promise<void> {
  await rm(skeleton, { recursive: true, force: true });
  for (const part of ["data", "staging", "trash"])
    await mkdir(join(skeleton, part), { recursive: true, mode: PRIVATE });
  // The process may have a umask.
  await chmod(join(skeleton, "data"), DATA_MODE);
  await chown(join(skeleton, "data"), owner.uid, owner.gid);
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/**
 * Makes the image of an empty volume: about 0.3 MB on the disk, since the tables and the journal of a sparse file are zeros
 * already and are not written. It gets its name when it is whole; nothing happens when it has it.
 * @throws ToolError
 */
export async function makeImage(
  paths: ImagePaths,
  owner: { uid: number; gid: number },
  capBytes: number,
): Promise<void> {
  if (existsSync(paths.image)) return;
  const skeleton = join(paths.home, "skeleton");
  await mkdir(paths.home, { recursive: true, mode: PRIVATE });
  await makeSkeleton(skeleton, owner);
  await rm(paths.making, { force: true });
  const shape = shapeFor(capBytes);
  const extended = [
    "lazy_itable_init=1",
    "lazy_journal_init=1",
    "nodiscard",
    "root_owner=0:0",
    ...(shape.maxBlocks === null ? [] : [`resize=${shape.maxBlocks}`]),
  ];
  await runTool("mke2fs", [
    ...["-q", "-F", "-t", "ext4", "-O", FEATURES, "-b", String(BLOCK_BYTES), "-I", "256"],
    ...["-N", String(shape.inodes), "-m", "50", "-J", `size=${shape.journalMiB}`],
    ...["-E", extended.join(","), "-e", "remount-ro", "-d", skeleton],
    ...[paths.making, String(shape.blocks)],
  ]);
  await rm(skeleton, { recursive: true });
  const made = readSuperblock(paths.making);
  const empty = {
    blocks: made.blocks - made.overheadBlocks - made.freeBlocks,
    inodes: made.inodes - made.freeInodes,
  };
  await writeCapFile(paths.cap, { capBytes, empty });
  await rename(paths.making, paths.image);
  await syncDirectory(paths.home);
  await syncDirectory(join(paths.home, ".."));
}
