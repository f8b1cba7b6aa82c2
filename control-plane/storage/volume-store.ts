import { existsSync, mkdirSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { VolumeId } from "#lib/api/ids.ts";
import type { Config } from "../config.ts";
import { StartError } from "../server/start-error.ts";
import { isErrno } from "./descriptors.ts";
import { createDirectoryStore } from "./directory-store.ts";
import { adoptMounts } from "./image/adopt-mounts.ts";
import { ImageMounts } from "./image/image-mounts.ts";
import { imagePaths } from "./image/image-paths.ts";
import { createImageStore } from "./image/image-store.ts";
import { whyNoImages } from "./image/why-no-images.ts";
import type { VolumeBackend, VolumeStore } from "./store.ts";

type Settings = Pick<Config, "dataDirectory" | "volumeUid" | "store" | "databaseUrl">;

/** How long an image stays mounted with nobody using it, in milliseconds. */
const IDLE_MS = 60_000;

/** @throws StartError when images are asked for and cannot be had */
async function kindOf(config: Settings, dataDirectory: string): Promise<VolumeStore["kind"]> {
  if (config.store === "directory") return "directory";
  // With a database of its own there may be replicas on other machines, which cannot share a mounted image.
  if (config.store === "auto" && config.databaseUrl !== undefined) return "directory";
  const missing = await whyNoImages(dataDirectory);
  if (missing === null) return "image";
  if (config.store === "auto") return "directory";
  throw new StartError(
    `NULLSPACE_STORE: image cannot be used here: ${missing}. Mend that, or set NULLSPACE_STORE=directory.`,
  );
}

/**
 * Opens the store of this deployment: new volumes go where `config.store` says, and each volume stays where it was made.
 * @param options.idleMs how long an image stays mounted with nobody using it
 * @throws StartError when images are asked for and cannot be had
 */
export async function createVolumeStore(
  config: Settings,
  log: Logger,
  { idleMs = IDLE_MS }: { idleMs?: number } = {},
): Promise<VolumeStore> {
  mkdirSync(config.dataDirectory, { recursive: true, mode: 0o700 });
  const dataDirectory = realpathSync(config.dataDirectory);
  const mounts = new ImageMounts({ dataDirectory, idleMs, log });
  const directories = createDirectoryStore(config);
  const images = createImageStore({ dataDirectory, volumeUid: config.volumeUid, mounts });
  const kind = await kindOf(config, dataDirectory);
  const backendOf = (volume: VolumeId): VolumeBackend =>
    existsSync(imagePaths(dataDirectory, volume).image) ? images : directories;

  return {
    kind,
    create: (volume, capBytes) => (kind === "image" ? images : directories).create(volume, capBytes),
    setCap: (volume, capBytes) => backendOf(volume).setCap(volume, capBytes),
    remove: (volume) => backendOf(volume).remove(volume),
    use: (volume, act) => backendOf(volume).use(volume, act),
    withDataPath: (volume, act) => backendOf(volume).withDataPath(volume, act),
    measure: (volume) => backendOf(volume).measure(volume),
    isSound: (volume) => backendOf(volume).isSound(volume),
    wasReleased: (volume) => backendOf(volume).wasReleased(volume),
    async list() {
      try {
        return readdirSync(join(dataDirectory, "volumes")).flatMap((name) => VolumeId.safeParse(name).data ?? []);
      } catch (error) {
        if (isErrno(error, "ENOENT")) return [];
        throw error;
      }
    },
    adopt: (living) => adoptMounts({ dataDirectory, mounts, log }, living),
    close: () => mounts.close(),
  };
}
