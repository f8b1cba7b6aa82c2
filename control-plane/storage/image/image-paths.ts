import { join } from "node:path";
import type { VolumeId } from "#lib/api/ids.ts";

/** Where the parts of a volume with an image are on the host. */
export type ImagePaths = {
  home: string;
  image: string;
  /** The image while it is being made. */
  making: string;
  /** What `CapFile` says. */
  cap: string;
  /** There while the file system is being resized, mounted nowhere. */
  growing: string;
  /** Where the host mounts it. */
  target: string;
};

/** @param dataDirectory its real path: the kernel names the files of loop devices by it */
export function imagePaths(dataDirectory: string, volume: VolumeId): ImagePaths {
  const home = join(dataDirectory, "volumes", volume);
  return {
    home,
    image: join(home, "image"),
    making: join(home, "image.making"),
    cap: join(home, "cap.json"),
    growing: join(home, "image.growing"),
    target: join(dataDirectory, "mounts", volume),
  };
}
