import type { ImagePaths } from "./image-paths.ts";
import { runTool, ToolError } from "./run-tool.ts";
import { CorruptImage } from "./superblock.ts";

/** Nothing was wrong, or it was and is not any more. */
const CLEAN = [0, 1];
const NOT_REPAIRED = 4;

/**
 * Replays the journal of an image that is attached nowhere and mends what can be mended without loss. Waits for a program
 * that works on it still, left behind by a control plane that was killed.
 * @throws CorruptImage, ToolError
 */
export async function checkImage({ image }: Pick<ImagePaths, "image">): Promise<void> {
  try {
    await runTool("flock", [image, "e2fsck", "-f", "-p", image], CLEAN);
  } catch (error) {
    if (error instanceof ToolError && error.exitCode !== null && error.exitCode >= NOT_REPAIRED)
      throw new CorruptImage(`${image} cannot be repaired without a person: ${error.output}`, { cause: error });
    throw error;
  }
}
