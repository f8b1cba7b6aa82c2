import { closeSync, fstatSync, lstatSync, readFileSync } from "node:fs";
import { openRoot } from "../descriptors.ts";
import type { ImagePaths } from "./image-paths.ts";
import { loopAt } from "./loop-device.ts";
import { mountImage, unmountImage } from "./mount-image.ts";
import { withVolumeLock } from "./with-volume-lock.ts";

type Home = { fd: number; loop: string };

export type HeldImageEvents = {
  /** Called before anybody uses a mount that was just made. `fresh`: nobody else has the image mounted. */
  mounted(home: number, fresh: boolean): Promise<void>;
  /** Called when it could not be mounted. @returns what the users are told */
  failed(cause: unknown): Error;
  /** Called when the last user is done. */
  idle(): void;
};

const errorsOf = (loop: string) => Number(readFileSync(`/sys/fs/ext4/${loop}/errors_count`, "utf8"));

/** A mount that the disk below failed, or that somebody took away, must not be used any more. */
function isAlive({ fd, loop }: Home, target: string): boolean {
  const mounted = lstatSync(target, { throwIfNoEntry: false });
  if (mounted?.dev !== fstatSync(fd).dev) return false;
  return errorsOf(loop) === 0;
}

/**
 * What this process has of one image: who uses it, and the mount that is made for the first of them and kept for a while
 * after the last. The descriptor of the mount's root is held as long, so that no other process unmounts it.
 */
export class HeldImage {
  readonly #paths: ImagePaths;
  readonly #on: HeldImageEvents;
  #home: Home | null = null;
  #users = 0;
  #drained: (() => void)[] = [];
  /** Mounting and releasing come one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(paths: ImagePaths, on: HeldImageEvents) {
    this.#paths = paths;
    this.#on = on;
  }

  get isUsed(): boolean {
    return this.#users > 0;
  }

  /**
   * Runs `act` with the root of the mounted image as an open `O_PATH` descriptor. Only until the first `await` in it is the
   * descriptor sure to be this one.
   */
  async use<T>(act: (home: number) => Promise<T>): Promise<T> {
    this.#users += 1;
    try {
      let home = this.#home;
      while (home === null || !isAlive(home, this.#paths.target)) {
        await this.#inTurn(() => this.#mount()).catch((error: unknown) => {
          throw this.#on.failed(error);
        });
        home = this.#home;
      }
      return await act(home.fd);
    } finally {
      this.#users -= 1;
      if (this.#users === 0) {
        for (const resolve of this.#drained.splice(0)) resolve();
        this.#on.idle();
      }
    }
  }

  /** Resolves when nobody in this process uses it. */
  async drained(): Promise<void> {
    while (this.#users > 0) await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  /**
   * Unmounts it, unless somebody uses it, here or in another process.
   * @returns whether it is unmounted
   */
  release(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#users > 0) return false;
      this.#close();
      return withVolumeLock(this.#paths.home, () => unmountImage(this.#paths));
    });
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => {});
    return result;
  }

  #close(): void {
    if (this.#home !== null) closeSync(this.#home.fd);
    this.#home = null;
  }

  async #mount(): Promise<void> {
    if (this.#home !== null && isAlive(this.#home, this.#paths.target)) return;
    this.#close();
    this.#home = await withVolumeLock(this.#paths.home, async () => {
      await this.#dropFailed();
      const { loop, fresh } = await mountImage(this.#paths);
      const home = { fd: openRoot(this.#paths.target), loop };
      try {
        if (!isAlive(home, this.#paths.target)) throw new Error(`the file system of ${this.#paths.image} has failed`);
        await this.#on.mounted(home.fd, fresh);
        return home;
      } catch (error) {
        closeSync(home.fd);
        await unmountImage(this.#paths);
        throw error;
      }
    });
  }

  /** A mount whose file system has failed goes, so that the next one checks and replays it. */
  async #dropFailed(): Promise<void> {
    const loop = loopAt(this.#paths.target, this.#paths.image);
    if (loop !== null && errorsOf(loop) > 0) await unmountImage(this.#paths);
  }
}
