import { closeSync, existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { openEntry } from "../descriptors.ts";
import type { VolumeBackend, VolumeRoot } from "../store.ts";
import { type CapFile, readCapFile, writeCapFile } from "./cap-file.ts";
import { growAttached } from "./grow-image.ts";
import { holdCap } from "./hold-cap.ts";
import type { ImageMounts } from "./image-mounts.ts";
import { type ImagePaths, imagePaths } from "./image-paths.ts";
import { imageUnavailable } from "./image-unavailable.ts";
import { loopOf } from "./loop-device.ts";
import { makeImage } from "./make-image.ts";
import { measureDetached, measureMounted } from "./measure-image.ts";
import { ToolError } from "./run-tool.ts";
import { CorruptImage, readSuperblock } from "./superblock.ts";
import { withVolumeLock } from "./with-volume-lock.ts";

const PARTS = ["data", "staging", "trash"] as const;
/** The kernel lets a loop device go a moment after its last mount. */
const DETACH_MS = 1_000;

const busy = (volume: VolumeId, why: string, action: string) =>
  new ApiError("volume_busy", `${volume} ${why}`, { suggestedAction: action });

const held = (volume: VolumeId) =>
  busy(volume, "is still mounted somewhere.", "Detach it from its sandboxes, then try again.");

const cannotGrow = (volume: VolumeId) =>
  busy(
    volume,
    "can only grow while nobody has it mounted: this machine lets nobody resize a mounted file system (CAP_SYS_RESOURCE).",
    "Detach it from its sandboxes, then set the cap again.",
  );

function openParts(volumeId: VolumeId, home: number, owner: VolumeRoot["owner"]): VolumeRoot {
  const opened: number[] = [];
  const open = (part: string) => {
    const fd = openEntry(home, part);
    opened.push(fd);
    return fd;
  };
  try {
    return { volumeId, data: open("data"), staging: open("staging"), trash: open("trash"), owner };
  } catch (error) {
    for (const fd of opened) closeSync(fd);
    throw imageUnavailable(volumeId, new CorruptImage("a directory is missing at its root", { cause: error }));
  }
}

async function isDetached(image: string): Promise<boolean> {
  for (let waited = 0; loopOf(image) !== null; waited += 10) {
    if (waited >= DETACH_MS) return false;
    await wait(10);
  }
  return true;
}

/** @returns false when the image is mounted, too small, and may not grow like that */
async function giveCap(paths: ImagePaths, cap: CapFile): Promise<boolean> {
  const loop = loopOf(paths.image);
  // Mounted nowhere, it grows when it is mounted next, if it must.
  if (loop !== null && !holdCap(loop, cap)) {
    try {
      await growAttached(paths, loop, cap.capBytes);
    } catch (error) {
      if (error instanceof ToolError) return false;
      throw error;
    }
    holdCap(loop, cap);
  }
  await writeCapFile(paths.cap, cap);
  return true;
}

/**
 * Keeps each volume in a sparse ext4 image, `<dataDirectory>/volumes/<id>/image`, mounted at `<dataDirectory>/mounts/<id>`
 * while it is used. The kernel stops every process but the control plane at the cap, counted as `du` counts `data` and
 * trash; the extents of a file may pass it by a few blocks. As much again is kept for the control plane, which stages a new
 * content beside the old one. While it stages more than is free under the cap, others find the volume full.
 * Works as root only, whose files belong to `volumeUid`.
 */
export function createImageStore(options: {
  dataDirectory: string;
  volumeUid: number;
  mounts: ImageMounts;
}): VolumeBackend {
  const { dataDirectory, mounts } = options;
  const owner = { uid: options.volumeUid, gid: options.volumeUid };
  const pathsOf = (volume: VolumeId) => imagePaths(dataDirectory, volume);

  const read = (volume: VolumeId) => {
    const paths = pathsOf(volume);
    try {
      return { cap: readCapFile(paths.cap), superblock: readSuperblock(paths.image) };
    } catch (error) {
      mounts.markBroken(volume);
      throw imageUnavailable(volume, error);
    }
  };

  const use = <T>(volume: VolumeId, act: (root: VolumeRoot) => Promise<T>): Promise<T> =>
    mounts.use(volume, async (home) => {
      const root = openParts(volume, home, owner);
      try {
        return await act(root);
      } finally {
        for (const part of PARTS) closeSync(root[part]);
      }
    });

  return {
    async create(volume, capBytes) {
      await makeImage(pathsOf(volume), owner, capBytes).catch((error: unknown) => {
        throw imageUnavailable(volume, error);
      });
    },
    async setCap(volume, capBytes) {
      const paths = pathsOf(volume);
      const known = read(volume).cap;
      if (known.capBytes === capBytes) return;
      const give = () => withVolumeLock(paths.home, () => giveCap(paths, { ...known, capBytes }));
      try {
        // The kernel resizes what it finds mounted here, not what only a sandbox has.
        if (loopOf(paths.image) === null ? await give() : await mounts.use(volume, give)) return;
        await mounts.release(volume);
        if (!(await isDetached(paths.image))) throw cannotGrow(volume);
        if (!(await give())) throw cannotGrow(volume);
      } catch (error) {
        throw error instanceof ApiError ? error : imageUnavailable(volume, error);
      }
    },
    async remove(volume) {
      const paths = pathsOf(volume);
      await mounts.drained(volume);
      if (!(await mounts.release(volume))) throw held(volume);
      await withVolumeLock(paths.home, async () => {
        if (!(await isDetached(paths.image))) throw held(volume);
        await rm(paths.home, { recursive: true, force: true });
      });
    },
    use,
    withDataPath: (volume, act) => use(volume, () => act(join(pathsOf(volume).target, "data"))),
    async measure(volume) {
      const { cap, superblock } = read(volume);
      if (!superblock.inUse && !mounts.isBroken(volume)) return measureDetached(superblock, cap);
      return use(volume, (root) => measureMounted(root, cap));
    },
    async isSound(volume) {
      return existsSync(pathsOf(volume).image) && !mounts.isBroken(volume);
    },
    async wasReleased(volume) {
      try {
        return !readSuperblock(pathsOf(volume).image).inUse;
      } catch {
        // Whoever repairs it finds out, and says, what is wrong.
        return false;
      }
    },
  };
}
