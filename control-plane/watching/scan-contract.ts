/** What a scan found about one name that is not as it was at the scan before. */
export type Found = {
  name: string;
  present: boolean;
  /** There was nothing under the name at the scan before. */
  created: boolean;
  /** Version of a regular file; null for everything else. */
  etag: string | null;
  /** When the inode last changed, in milliseconds. */
  changedMs: number;
};

export type ScanJob =
  | {
      kind: "scan";
      /** Whose memory of the scan before is compared. */
      id: number;
      /** Open until the answer. */
      directory: number;
      /** Everything below it too, by its path from there; `names` is then "all" and `verify` empty. */
      recursive: boolean;
      /** File systems of the kernel's own may be mounted in it, and are not gone into. */
      guarded?: boolean;
      /** Names to look at, or all of them. */
      names: string[] | "all";
      /** Names that are told also when they are absent and were so before. */
      verify: string[];
    }
  | { kind: "forget"; id: number };

export type ScanReply = {
  found: Found[];
  /** More was different than is worth telling one by one. */
  tooMany: boolean;
};

/** Differences told by name; beyond that the directory is to be listed again. */
export const MAX_NAMES_TOLD = 100;
