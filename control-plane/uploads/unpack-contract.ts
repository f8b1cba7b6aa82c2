import type { TarSize } from "./scan-tar.ts";

export type UnpackJob =
  /** The descriptor of the archive, open for reading, and its length. */
  | { kind: "scan"; file: number; length: number }
  | {
      kind: "unpack";
      file: number;
      /** The directory in which only the control plane makes anything, and the name that the tree gets in it. */
      staging: number;
      name: string;
      owner: { uid: number; gid: number } | null;
      /** What it may take; past that it is refused with the code `over_room`. */
      room: TarSize;
    };

export type UnpackReply = TarSize & { fileCount: number; contentBytes: number };

/** The code of the error when the tree needs more room than there is. */
export const OVER_ROOM = "over_room";
