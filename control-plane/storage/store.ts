import type { VolumeId } from "#lib/api/ids.ts";
import type { Tree } from "./resolve-path.ts";

/** A tree of files that can be written to: a volume's, or a sandbox's at one place. */
export type WritableTree = Tree & {
  /**
   * A directory that only the control plane reaches, on the file system that is written to: what is made in it is published
   * with a rename.
   */
  staging: number;
  /** Who owns what the API writes: the uid and gid sandboxes run as. Null when the control plane is that user. */
  owner: { uid: number; gid: number } | null;
};

/**
 * A volume's three directories as open `O_PATH` descriptors, on one file system so that a rename moves between them.
 * Everything below them is reached relative to these, never by a path string.
 */
export type VolumeRoot = WritableTree & {
  volumeId: VolumeId;
  /** What people and sandboxes see. Hostile: a sandbox swaps anything in it at any time. */
  data: number;
  /** Uploads in flight. Nobody else reaches it, and it does not count against the cap. */
  staging: number;
  /** Deleted entries by trash id. Nobody else reaches it; it counts against the cap. */
  trash: number;
};

/** What a volume holds now, trash included and staging not. */
export type VolumeMeasure = {
  usedBytes: number;
  inodeCount: number;
  /** Null: as the books say, since nothing else can have changed it. */
  trashBytes: number | null;
};

/** How the bytes of one volume are kept. */
export type VolumeBackend = {
  /**
   * Makes an empty volume; nothing happens when it is there.
   * @param capBytes what its own writers and those in mounts may fill; counts where the kernel holds the cap
   * @throws ApiError volume_backend_unavailable
   */
  create(volume: VolumeId, capBytes: number): Promise<void>;
  /**
   * Has the kernel hold another cap, where it does. One below what the volume holds lets nobody write until enough is
   * deleted. Nothing happens when it is in force already.
   * @throws ApiError volume_busy when that is not possible while it is mounted, volume_backend_unavailable
   */
  setCap(volume: VolumeId, capBytes: number): Promise<void>;
  /**
   * Removes the volume and all in it; nothing happens when it is gone. Walks by descriptor, follows no link.
   * @throws ApiError volume_busy while a sandbox has it mounted
   */
  remove(volume: VolumeId): Promise<void>;
  /** Holds the volume open while `act` runs. @throws ApiError volume_backend_unavailable */
  use<T>(volume: VolumeId, act: (root: VolumeRoot) => Promise<T>): Promise<T>;
  /**
   * Absolute path of the volume's `data` directory on the host, there as long as `act` runs, to be mounted into a sandbox.
   * A mount that is made meanwhile may stay.
   * @throws ApiError volume_backend_unavailable
   */
  withDataPath<T>(volume: VolumeId, act: (path: string) => Promise<T>): Promise<T>;
  /** @throws ApiError volume_backend_unavailable */
  measure(volume: VolumeId): Promise<VolumeMeasure>;
  /** Whether its bytes are there and, as far as anybody has tried, can be reached. Cheap: opens nothing. */
  isSound(volume: VolumeId): Promise<boolean>;
  /** Whether nothing was under way in it when it was last used, so that a start has nothing to repair. */
  wasReleased(volume: VolumeId): Promise<boolean>;
};

/** Where the bytes of volumes live. Each volume records which backend made it, and stays there. */
export type VolumeStore = VolumeBackend & {
  /** Where new volumes go. */
  readonly kind: "directory" | "image";
  /** The volumes that have bytes here. */
  list(): Promise<VolumeId[]>;
  /** At the start: takes over what a former process left mounted, and takes away what belongs to no volume. */
  adopt(living: ReadonlySet<VolumeId>): Promise<void>;
  /** Lets go of everything that is not in use. Mounts in sandboxes stay. */
  close(): Promise<void>;
};
