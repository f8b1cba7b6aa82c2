import { setTimeout as sleep } from "node:timers/promises";
import type { VolumeId } from "#lib/api/ids.ts";
import { parentOf } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { withVolume } from "../files/with-volume.ts";
import { authorize } from "../identity/authorize.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { volumeNotFound } from "../volumes/find-volume.ts";
import { type FileEvent, fileEventsOf, type Watched } from "./file-events.ts";
import { followStory } from "./follow-story.ts";
import { observeVolume } from "./observe-volume.ts";

/** How long a watch may outlive the right to it. */
const RECHECK_MS = 5_000;
/** How often the directory is asked for again, well before it would be let go of. */
const OBSERVE_MS = 30_000;

type Options = {
  signal: AbortSignal;
  /** Called once, when whatever happens from now on will be told. */
  started(): void;
  tell(event: FileEvent): void;
  /** Who the caller is now. Throws when the credential or the membership has ended. */
  recheck(): Promise<Context>;
};

/**
 * Tells what happens to a path of the volume, below it too when asked, until the signal aborts. Acts of the API come as they
 * are committed; what processes change through mounts comes within about a second, best effort.
 * @throws ApiError forbidden, volume_not_found (also when it is deleted), file_not_found, and what `recheck` throws
 */
export async function watchVolume(
  ctx: Context,
  volumeId: VolumeId,
  watched: Watched,
  { signal, started, tell, recheck }: Options,
): Promise<void> {
  authorize(ctx, "files:read");
  const { path, recursive } = watched;
  const isDirectory = await withVolume(ctx, volumeId, async (root) =>
    withEntry(root, path, { follow: true }, ({ stat }) => stat.isDirectory()),
  );
  const directory = isDirectory ? path : parentOf(path);
  const ended = Promise.withResolvers<never>();
  // It may end while nobody waits for it yet.
  ended.promise.catch(() => {});
  const stop = await followStory(ctx.system, ctx.team, {
    hear: (event) => {
      if (!("volume_id" in event) || event.volume_id !== volumeId) return;
      if (event.type === "volume.deleted") ended.reject(volumeNotFound(volumeId));
      else for (const one of fileEventsOf(watched, event)) tell(one);
    },
    lost: ended.reject,
  });
  try {
    await observeVolume(ctx, volumeId, [directory], { recursive });
    started();
    let observedAt = Date.now();
    while (!signal.aborted) {
      const rest = sleep(RECHECK_MS, undefined, { signal }).catch(() => {});
      await Promise.race([rest, ended.promise]);
      if (signal.aborted) return;
      const now = await recheck();
      authorize(now, "files:read");
      if (Date.now() - observedAt < OBSERVE_MS) continue;
      observedAt = Date.now();
      await observeVolume(now, volumeId, [directory], { recursive });
    }
  } finally {
    stop();
  }
}
