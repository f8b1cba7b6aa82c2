import { mkdir, rmdir } from "node:fs/promises";
import { isErrno } from "../descriptors.ts";
import { readCapFile } from "./cap-file.ts";
import { checkImage } from "./check-image.ts";
import { finishGrowing, growDetached } from "./grow-image.ts";
import { holdCap } from "./hold-cap.ts";
import type { ImagePaths } from "./image-paths.ts";
import { blocksToHoldBack } from "./image-shape.ts";
import { isMounted, loopAt, loopOf, NoLoopDevice } from "./loop-device.ts";
import { runTool, ToolError } from "./run-tool.ts";
import { readSuperblock } from "./superblock.ts";

const PRIVATE = 0o700;
/**
 * `loop`: takes the device that the file has already, if any, since two of them would ruin each other's bytes, and lets it go
 * with the last mount. `noinit_itable`: the tables of a sparse file are zeros already. `discard`: what is deleted is given
 * back to the host.
 */
const OPTIONS = "loop,nosuid,nodev,noatime,noinit_itable,discard,errors=remount-ro";
const BUSY = 32;

/** Past caches of its own, the kernel would keep every byte twice, and write at a third of the speed. */
async function bypassCache(loop: string): Promise<void> {
  await runTool("losetup", ["--direct-io=on", `/dev/${loop}`]).catch((error: unknown) => {
    // Not every file system below can; it is slower then, and right all the same.
    if (!(error instanceof ToolError)) throw error;
  });
}

/** Leaves an image that is attached nowhere ready to be mounted. @throws CorruptImage, ToolError */
async function prepare(paths: ImagePaths): Promise<void> {
  await finishGrowing(paths);
  const superblock = readSuperblock(paths.image);
  if (superblock.hasErrors) await checkImage(paths);
  const { capBytes, empty } = readCapFile(paths.cap);
  if (blocksToHoldBack(superblock, empty, capBytes) === null) await growDetached(paths, capBytes);
}

/** `mount` says no more than "not permitted" where a container has a few loop devices and all of them are taken. */
async function nameMissingLoop(error: unknown): Promise<never> {
  const none =
    error instanceof ToolError &&
    (await runTool("losetup", ["-f"]).then(
      () => false,
      () => true,
    ));
  throw none ? new NoLoopDevice("every loop device is taken", { cause: error }) : error;
}

async function mount(paths: ImagePaths): Promise<string> {
  await mkdir(paths.target, { recursive: true, mode: PRIVATE });
  await runTool("mount", ["-t", "ext4", "-o", OPTIONS, paths.image, paths.target]).catch(nameMissingLoop);
  const loop = loopAt(paths.target, paths.image);
  if (loop === null) throw new Error(`something else than ${paths.image} is mounted at ${paths.target}`);
  await bypassCache(loop);
  return loop;
}

/**
 * Mounts the image of a volume, or takes over the mount that is there, and holds its writers to the cap. The caller has the
 * volume's lock.
 * @returns the loop device, and whether it was attached nowhere before: nobody can be using it then
 * @throws CorruptImage, ToolError
 */
export async function mountImage(paths: ImagePaths): Promise<{ loop: string; fresh: boolean }> {
  const present = loopAt(paths.target, paths.image);
  const fresh = present === null && loopOf(paths.image) === null;
  if (fresh) await prepare(paths);
  const loop = present ?? (await mount(paths));
  // Too small only when a cap was raised that could not be given yet: the old one stays in force.
  holdCap(loop, readCapFile(paths.cap));
  return { loop, fresh };
}

/**
 * Takes the host's mount away; those in sandboxes stay, and with them the loop device. The caller has the volume's lock.
 * @returns false when somebody uses it
 * @throws ToolError
 */
export async function unmountImage(paths: Pick<ImagePaths, "target">): Promise<boolean> {
  // More than one only where a process was killed while it mounted.
  while (isMounted(paths.target)) {
    try {
      await runTool("umount", [paths.target]);
    } catch (error) {
      if (error instanceof ToolError && error.exitCode === BUSY && isMounted(paths.target)) return false;
      throw error;
    }
  }
  await rmdir(paths.target).catch((error: unknown) => {
    if (!isErrno(error, "ENOENT")) throw error;
  });
  return true;
}
