import { closeSync, readdirSync } from "node:fs";
import { chmod, chown, mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Config } from "../config.ts";
import { isErrno, openEntry, openRoot } from "./descriptors.ts";
import type { VolumeBackend, VolumeRoot } from "./store.ts";
import { measureVolume, removeTree } from "./tree-jobs.ts";

const PARTS = ["data", "staging", "trash"] as const;
const PRIVATE = 0o700;
const DATA_MODE = 0o755;

const unavailable = (volume: VolumeId, cause: unknown) =>
  new ApiError("volume_backend_unavailable", `The files of ${volume} cannot be reached at the moment.`, {
    suggestedAction: "Try again; if it stays, tell the operator of this deployment.",
    cause,
  });

function openIfThere(path: string): number | null {
  try {
    return openRoot(path);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return null;
    throw error;
  }
}

/**
 * Keeps each volume in `<dataDirectory>/volumes/<id>/{data,staging,trash}`. As root the files belong to `config.volumeUid`,
 * whose processes cannot pass the private directories above `data`: they reach it through mounts alone. The cap is exact
 * for the API and soft for mounts.
 */
export function createDirectoryStore(config: Pick<Config, "dataDirectory" | "volumeUid">): VolumeBackend {
  const volumes = join(config.dataDirectory, "volumes");
  const owner = process.getuid?.() === 0 ? { uid: config.volumeUid, gid: config.volumeUid } : null;

  const openVolume = (volumeId: VolumeId): VolumeRoot => {
    const opened: number[] = [];
    const keep = (fd: number) => {
      opened.push(fd);
      return fd;
    };
    try {
      const home = keep(openRoot(join(volumes, volumeId)));
      const root = {
        volumeId,
        data: keep(openEntry(home, "data")),
        staging: keep(openEntry(home, "staging")),
        trash: keep(openEntry(home, "trash")),
        owner,
      };
      closeSync(home);
      return root;
    } catch (error) {
      for (const fd of opened) closeSync(fd);
      throw unavailable(volumeId, error);
    }
  };

  return {
    async create(volume) {
      const home = join(volumes, volume);
      await mkdir(home, { recursive: true, mode: PRIVATE });
      for (const part of PARTS) await mkdir(join(home, part), { recursive: true, mode: PRIVATE });
      // The process may have a umask; and only now is it known to be ours.
      await chmod(join(home, "data"), DATA_MODE);
      if (owner !== null) await chown(join(home, "data"), owner.uid, owner.gid);
    },
    async remove(volume) {
      const path = join(volumes, volume);
      const home = openIfThere(path);
      if (home === null) return;
      try {
        // Whatever an earlier attempt lifted up lies here too.
        for (const name of readdirSync(path)) await removeTree(home, name);
      } finally {
        closeSync(home);
      }
      await rmdir(path);
    },
    async use(volume, act) {
      const root = openVolume(volume);
      try {
        return await act(root);
      } finally {
        for (const part of PARTS) closeSync(root[part]);
      }
    },
    async withDataPath(volume, act) {
      return this.use(volume, () => act(join(volumes, volume, "data")));
    },
    // Nothing here could hold it: the API keeps to what the database says.
    async setCap() {},
    async measure(volume) {
      return this.use(volume, measureVolume);
    },
    async isSound(volume) {
      return this.use(volume, async () => true).catch(() => false);
    },
    async wasReleased() {
      return false;
    },
  };
}
