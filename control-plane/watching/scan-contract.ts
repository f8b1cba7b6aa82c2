/** What a scan found about one name that is not as it was at the scan before. */
export type Found = {
  name: string;
  present: boolean;
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
