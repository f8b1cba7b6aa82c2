import { dirname } from "node:path";
import type { VolumeId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";

/** Where the `data`, `staging` and `trash` of a volume are on the host: for an image, while it stays mounted. */
export const homeOf = (system: System, id: VolumeId): Promise<string> =>
  system.store.withDataPath(id, async (data) => dirname(data));
