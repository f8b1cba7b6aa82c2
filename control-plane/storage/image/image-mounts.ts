import { closeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import type { VolumeId } from "#lib/api/ids.ts";
import { openEntry } from "../descriptors.ts";
import { readNames } from "../read-names.ts";
import { removeTree } from "../tree-jobs.ts";
import { HeldImage } from "./held-image.ts";
import { imagePaths } from "./image-paths.ts";
import { imageUnavailable } from "./image-unavailable.ts";
import { CorruptImage } from "./superblock.ts";

/** So many stay mounted with nobody using them; beyond, the one that has waited longest goes at once. */
const MAX_IDLE = 64;
/** How long the end waits for those that are used. What is mounted after it is taken over by the next start. */
const CLOSE_MS = 5_000;

/** What lies in staging when an image was mounted nowhere belongs to an upload that died with its process. */
async function emptyStaging(home: number): Promise<void> {
  const staging = openEntry(home, "staging");
  try {
    for (const name of [...readNames(staging)]) await removeTree(staging, name.toString());
  } finally {
    closeSync(staging);
  }
}

/** The images that this process has mounted: each for its first user, and until nobody has used it for a while. */
export class ImageMounts {
  readonly #options: { dataDirectory: string; idleMs: number; log: Logger };
  readonly #held = new Map<VolumeId, HeldImage>();
  /** In the order in which they became idle. */
  readonly #idle = new Map<VolumeId, NodeJS.Timeout>();
  readonly #broken = new Set<VolumeId>();
  #closed = false;

  constructor(options: { dataDirectory: string; idleMs: number; log: Logger }) {
    this.#options = options;
  }

  /** Whether the last attempt to mount it failed. */
  isBroken(volume: VolumeId): boolean {
    return this.#broken.has(volume);
  }

  markBroken(volume: VolumeId): void {
    this.#broken.add(volume);
  }

  /** @throws ApiError volume_backend_unavailable; what `act` throws */
  use<T>(volume: VolumeId, act: (home: number) => Promise<T>): Promise<T> {
    this.#wake(volume);
    return this.#hold(volume).use(act);
  }

  /**
   * Unmounts it unless somebody uses it.
   * @returns whether the host has it mounted no more
   */
  async release(volume: VolumeId): Promise<boolean> {
    this.#wake(volume);
    const held = this.#hold(volume);
    const released = await held.release();
    if (released && !held.isUsed) this.#held.delete(volume);
    return released;
  }

  /** Resolves when nobody in this process uses it. */
  async drained(volume: VolumeId): Promise<void> {
    await this.#held.get(volume)?.drained();
  }

  /** Unmounts all, those that are used as soon as they are not. */
  async close(): Promise<void> {
    this.#closed = true;
    const drained = Promise.all([...this.#held.values()].map((held) => held.drained()));
    await Promise.race([drained, wait(CLOSE_MS, undefined, { ref: false })]);
    await Promise.all([...this.#held.keys()].map((volume) => this.release(volume)));
  }

  #wake(volume: VolumeId): void {
    clearTimeout(this.#idle.get(volume));
    this.#idle.delete(volume);
  }

  #hold(volume: VolumeId): HeldImage {
    const known = this.#held.get(volume);
    if (known !== undefined) return known;
    const held = new HeldImage(imagePaths(this.#options.dataDirectory, volume), {
      mounted: async (home, fresh) => {
        if (fresh) await emptyStaging(home);
        this.#broken.delete(volume);
      },
      failed: (cause) => {
        this.#broken.add(volume);
        if (cause instanceof CorruptImage)
          this.#options.log.error({ err: cause, volume_id: volume }, "the image of a volume is damaged");
        return imageUnavailable(volume, cause);
      },
      idle: () => this.#rest(volume),
    });
    this.#held.set(volume, held);
    return held;
  }

  #rest(volume: VolumeId): void {
    this.#wake(volume);
    const timer = setTimeout(() => this.#tire(volume), this.#closed ? 0 : this.#options.idleMs);
    this.#idle.set(volume, timer.unref());
    const [longest] = this.#idle.keys();
    if (this.#idle.size > MAX_IDLE && longest !== undefined) this.#tire(longest);
  }

  #tire(volume: VolumeId): void {
    this.#wake(volume);
    this.release(volume).then(
      (released) => {
        // Another process uses it still: whoever is last unmounts it.
        if (!released && this.#held.get(volume)?.isUsed === false && !this.#closed) this.#rest(volume);
      },
      (error: unknown) =>
        this.#options.log.warn({ err: error, volume_id: volume }, "the image of a volume could not be unmounted"),
    );
  }
}
