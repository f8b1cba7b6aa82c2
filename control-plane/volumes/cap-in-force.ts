import type { Volume } from "#lib/api/volumes.ts";
import type { Context } from "../context.ts";
import type { VolumeRow } from "./find-volume.ts";

export type Cap = { bytes: number; source: Volume["cap_source"] };

/** The bytes a volume may hold now, trash included: its own cap, else its team's, else the deployment's default. */
export function capInForce(ctx: Context, volume: VolumeRow): Cap {
  if (volume.maxSizeBytes !== null) return { bytes: volume.maxSizeBytes, source: "volume" };
  if (volume.teamCapBytes !== null) return { bytes: volume.teamCapBytes, source: "team" };
  return { bytes: ctx.system.config.volumeCapBytes, source: "default" };
}
