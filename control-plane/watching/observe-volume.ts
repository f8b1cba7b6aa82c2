import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { cursorRange } from "../events/read-events.ts";
import { authorize } from "../identity/authorize.ts";
import { findVolume } from "../volumes/find-volume.ts";
import { look } from "./look.ts";
import { newObservation, type Observations } from "./observation.ts";

/** How long a directory is watched after it was last asked for. */
const OBSERVED_MS = 60_000;
/** Directories of one team that are watched at once; the one that was asked for longest ago makes room. */
const MAX_PER_TEAM = 64;

function makeRoom(observations: Observations, ctx: Context): void {
  const ofTeam = [...observations.values()].filter(({ team, expiresAtMs }) => team === ctx.team && expiresAtMs > 0);
  if (ofTeam.length < MAX_PER_TEAM) return;
  const [oldest] = ofTeam.sort((a, b) => a.expiresAtMs - b.expiresAtMs);
  // The next look lets go of it.
  if (oldest !== undefined) oldest.expiresAtMs = 0;
}

/**
 * Keeps watch over directories for a minute: what changes in them directly on the disk comes as `file.changed` events, from
 * now on. A directory that is not there is watched for.
 * @param options.recursive all below them too
 * @throws ApiError forbidden, volume_not_found
 */
export async function observeVolume(
  ctx: Context,
  volumeId: VolumeId,
  directories: readonly VolumePath[],
  { recursive } = { recursive: false },
): Promise<{ expires_at: string }> {
  authorize(ctx, "files:read");
  const { system } = ctx;
  await findVolume(system.database.queries, ctx, volumeId);
  const expiresAtMs = Date.now() + OBSERVED_MS;
  for (const directory of new Set(directories)) {
    const key = `${volumeId}:${recursive}:${directory}`;
    const known = system.observations.get(key);
    if (known !== undefined) {
      known.expiresAtMs = expiresAtMs;
      continue;
    }
    makeRoom(system.observations, ctx);
    const { newest } = await cursorRange(system, ctx.team);
    const observation = newObservation({
      team: ctx.team,
      volumeId,
      directory,
      recursive,
      expiresAtMs,
      cursor: newest,
    });
    system.observations.set(key, observation);
    observation.looking = look(system, observation, { first: true }).finally(() => {
      observation.looking = null;
    });
    await observation.looking;
  }
  return { expires_at: new Date(expiresAtMs).toISOString() };
}
