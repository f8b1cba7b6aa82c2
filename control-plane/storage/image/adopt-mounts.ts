import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { VolumeId } from "#lib/api/ids.ts";
import type { ImageMounts } from "./image-mounts.ts";
import { attachedLoops, isMounted } from "./loop-device.ts";
import { unmountImage } from "./mount-image.ts";
import { runTool, ToolError } from "./run-tool.ts";
import { withVolumeLock } from "./with-volume-lock.ts";

/** Loop devices of files that are gone: nobody can want what is in them. */
async function detachDeleted(volumes: string): Promise<void> {
  for (const { loop, file, deleted } of attachedLoops())
    if (deleted && file.startsWith(`${volumes}/`))
      await runTool("losetup", ["-d", `/dev/${loop}`]).catch((error: unknown) => {
        if (!(error instanceof ToolError)) throw error;
      });
}

/**
 * Takes over what a former process left mounted, so that it is released when nobody uses it, and takes away mounts of
 * volumes that are no more.
 * @param living the volumes that the database knows
 */
export async function adoptMounts(
  options: { dataDirectory: string; mounts: ImageMounts; log: Logger },
  living: ReadonlySet<VolumeId>,
): Promise<void> {
  const targets = join(options.dataDirectory, "mounts");
  if (!existsSync(targets)) return;
  await detachDeleted(join(options.dataDirectory, "volumes"));
  for (const name of readdirSync(targets)) {
    const volume = VolumeId.safeParse(name).data;
    const target = join(targets, name);
    try {
      if (volume !== undefined && living.has(volume) && isMounted(target))
        await options.mounts.use(volume, async () => {});
      else await withVolumeLock(join(options.dataDirectory, "volumes", name), () => unmountImage({ target }));
    } catch (error) {
      options.log.warn({ err: error, volume_id: name }, "what is mounted for a volume could not be put in order");
    }
  }
}
