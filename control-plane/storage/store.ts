import type { VolumeId } from "#lib/api/ids.ts";

/**
 * A volume's three directories as open `O_PATH` descriptors, on one file system so that a rename moves between them.
 * Everything below them is reached relative to these, never by a path string.
 */
export type VolumeRoot = {
  volumeId: VolumeId;
  /** What people and sandboxes see. Hostile: a sandbox swaps anything in it at any time. */
  data: number;
  /** Uploads in flight. Nobody else reaches it, and it does not count against the cap. */
  staging: number;
  /** Deleted entries by trash id. Nobody else reaches it; it counts against the cap. */
  trash: number;
  /** Who owns what the API writes: the uid and gid sandboxes run as. Null when the control plane is that user. */
  owner: { uid: number; gid: number } | null;
};

/** Where the bytes of volumes live. Each volume records which store made it. */
export type VolumeStore = {
  readonly kind: "directory" | "image";
  /** `hard`: the kernel stops every writer at the cap. `soft`: the API is exact, mounts are best effort. */
  readonly capKind: "hard" | "soft";
  /** Makes an empty volume; nothing happens when it is there. */
  create(volume: VolumeId): Promise<void>;
  /** Removes the volume and all in it; nothing happens when it is gone. Walks by descriptor, follows no link. */
  remove(volume: VolumeId): Promise<void>;
  /** Holds the volume open while `act` runs. @throws ApiError volume_backend_unavailable */
  use<T>(volume: VolumeId, act: (root: VolumeRoot) => Promise<T>): Promise<T>;
  /** The volumes that have bytes here, so that the start can remove those whose row is gone. */
  list(): Promise<VolumeId[]>;
};
