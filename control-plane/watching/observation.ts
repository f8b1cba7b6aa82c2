import type { TeamId, VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Hints } from "./hints.ts";
import { nextScanId } from "./next-scan-id.ts";
import type { Found } from "./scan-contract.ts";
import type { Touch } from "./touches.ts";

/** A directory that somebody looks at, through this replica. */
export type Observation = {
  id: number;
  team: TeamId;
  volumeId: VolumeId;
  directory: VolumePath;
  /** Also all below it; names are then paths from it. */
  recursive: boolean;
  expiresAtMs: number;
  /** The directory that was scanned last; null while there is none under this path. */
  seen: { inode: bigint; changedNs: bigint; hints: Hints } | null;
  /** Found on the disk and not yet told: the event of an API act may still be on its way. */
  pending: Map<string, Found & { sinceMs: number }>;
  /** What the API said lately, by name. */
  touches: Map<string, Touch>;
  /** Names that the API spoke of since the last look. */
  verify: Set<string>;
  /** The last event that was read. */
  cursor: number;
  /** When the whole directory may be, and when it must be scanned again. */
  mayScanAtMs: number;
  mustScanAtMs: number;
  /** The look in progress. */
  looking: Promise<void> | null;
};

export type Observations = Map<string, Observation>;

export function newObservation(
  place: Pick<Observation, "team" | "volumeId" | "directory" | "recursive" | "expiresAtMs" | "cursor">,
): Observation {
  return {
    ...place,
    id: nextScanId(),
    seen: null,
    pending: new Map(),
    touches: new Map(),
    verify: new Set(),
    mayScanAtMs: 0,
    mustScanAtMs: 0,
    looking: null,
  };
}
