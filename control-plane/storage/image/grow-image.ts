import { existsSync, statSync } from "node:fs";
import { rm, truncate, writeFile } from "node:fs/promises";
import { checkImage } from "./check-image.ts";
import type { ImagePaths } from "./image-paths.ts";
import { BLOCK_BYTES, shapeFor } from "./image-shape.ts";
import { runTool } from "./run-tool.ts";

/** Makes the file as long as this cap needs; all of what is new is a hole. */
async function lengthen(paths: ImagePaths, capBytes: number): Promise<void> {
  const bytes = shapeFor(capBytes).blocks * BLOCK_BYTES;
  if (statSync(paths.image).size < bytes) await truncate(paths.image, bytes);
}

/**
 * Grows an image for a larger cap while it is attached nowhere. What a crash leaves half done is found by `growing`, and
 * mended by `finishGrowing`.
 * @throws CorruptImage, ToolError
 */
export async function growDetached(paths: ImagePaths, capBytes: number): Promise<void> {
  await writeFile(paths.growing, "");
  await checkImage(paths);
  await lengthen(paths, capBytes);
  await runTool("flock", [paths.image, "resize2fs", paths.image]);
  await rm(paths.growing);
}

/** Puts right an image whose growth was interrupted. @throws CorruptImage, ToolError */
export async function finishGrowing(paths: ImagePaths): Promise<void> {
  if (!existsSync(paths.growing)) return;
  await checkImage(paths);
  await rm(paths.growing);
}

/**
 * Grows an image for a larger cap while it is mounted. Journaled by the kernel, so a crash leaves it as it was or grown.
 * @throws ToolError where this process may not: the kernel asks for CAP_SYS_RESOURCE
 */
export async function growAttached(paths: ImagePaths, loop: string, capBytes: number): Promise<void> {
  await lengthen(paths, capBytes);
  await runTool("losetup", ["-c", `/dev/${loop}`]);
  await runTool("resize2fs", [`/dev/${loop}`]);
}
