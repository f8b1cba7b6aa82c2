import { rm } from "node:fs/promises";
import type { VolumeId } from "#lib/api/ids.ts";
import { isErrno } from "../descriptors.ts";
import { imagePaths } from "./image-paths.ts";
import { NoLoopDevice } from "./loop-device.ts";
import { makeImage } from "./make-image.ts";
import { mountImage, unmountImage } from "./mount-image.ts";
import { ToolError } from "./run-tool.ts";
import { withVolumeLock } from "./with-volume-lock.ts";

// No volume can have this name, which `list` passes over.
const TRIAL = ".trial" as VolumeId;
const MiB = 1024 * 1024;

function reasonOf(error: unknown): string {
  if (error instanceof ToolError && error.exitCode === null)
    return `${error.tool} cannot be run (Debian: e2fsprogs and util-linux)`;
  if (error instanceof ToolError) return `${error.tool} failed: ${error.output.split("\n")[0]}`;
  if (isErrno(error, "EROFS", "EACCES", "ENOENT")) return `${error.path ?? "a file"} cannot be written`;
  return error instanceof NoLoopDevice ? error.message : String(error);
}

/**
 * Makes, mounts and removes a small image, since only a trial tells whether this machine, or the container around it, lets
 * the control plane do that.
 * @param dataDirectory its real path
 * @returns null when it works, else why not
 */
export async function whyNoImages(dataDirectory: string): Promise<string | null> {
  if (process.getuid?.() !== 0) return "only root may mount disk images";
  const paths = imagePaths(dataDirectory, TRIAL);
  return withVolumeLock(paths.home, async () => {
    try {
      await makeImage(paths, { uid: 0, gid: 0 }, MiB);
      await mountImage(paths);
      return null;
    } catch (error) {
      return reasonOf(error);
    } finally {
      await unmountImage(paths).catch(() => {});
      await rm(paths.home, { recursive: true, force: true });
    }
  });
}
