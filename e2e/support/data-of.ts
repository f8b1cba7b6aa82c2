import { existsSync } from "node:fs";
import { join } from "node:path";
import type { VolumeId } from "#lib/api/ids.ts";
import { ROOT } from "#lib/api/paths.ts";
import type { StartedSystem } from "./start-system.ts";

/**
 * Where a volume's files are on this machine, to write there what a process in a sandbox would. A disk image is mounted for
 * as long as somebody looks at it and a minute longer, so ask again before each use.
 */
export async function dataOf(system: Pick<StartedSystem, "api" | "dataDirectory">, volume: VolumeId): Promise<string> {
  await system.api.files.list(volume, ROOT);
  const image = join(system.dataDirectory, "mounts", volume, "data");
  return existsSync(image) ? image : join(system.dataDirectory, "volumes", volume, "data");
}
