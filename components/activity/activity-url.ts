import { createParser, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { VolumeId } from "#lib/api/ids.ts";
import type { EventFilter } from "#lib/queries/events.ts";
import { FAMILIES } from "./family-icon.tsx";

/** How far back, and how many hours that is. */
export const PERIODS = [
  { value: "1h", label: "Last hour", hours: 1 },
  { value: "24h", label: "Last 24 hours", hours: 24 },
  { value: "7d", label: "Last 7 days", hours: 7 * 24 },
  { value: "30d", label: "Last 30 days", hours: 30 * 24 },
] as const;

const parseAsVolume = createParser<VolumeId>({
  // The pattern of its schema, which the browser need not load for this.
  parse: (text) => (/^vol_[0-9a-z]{8,32}$/.test(text) ? (text as VolumeId) : null),
  serialize: (id) => id,
});

/** What of the activity is in the URL, so that it survives a reload and can be sent to someone. */
export const activityUrl = {
  family: parseAsStringLiteral(FAMILIES.map(({ value }) => value)),
  actor: parseAsString,
  volume: parseAsVolume,
  since: parseAsStringLiteral(PERIODS.map(({ value }) => value)),
};

type ActivityView = {
  family: (typeof FAMILIES)[number]["value"] | null;
  actor: string | null;
  volume: VolumeId | null;
  since: (typeof PERIODS)[number]["value"] | null;
};

/** What the URL asks for, as the list takes it. */
export function filterOf({ family, actor, volume, since }: ActivityView): EventFilter {
  const hours = PERIODS.find(({ value }) => value === since)?.hours;
  return {
    ...(family !== null && { family }),
    ...(actor !== null && { actor }),
    ...(volume !== null && { volume }),
    ...(hours !== undefined && { hours }),
  };
}
