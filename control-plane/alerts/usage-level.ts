import type { AlertKind } from "#lib/api/alerts.ts";

const LEVELS = [
  { kind: "volume_over_95", from: 0.95 },
  { kind: "volume_over_80", from: 0.8 },
] as const satisfies { kind: AlertKind; from: number }[];

/** A share of the cap: what hovers about a threshold is not told again and again. */
const HYSTERESIS = 0.02;

/** The share of its cap from which a volume has to be looked at at all. */
export const LEAST_LEVEL = 0.8;

/**
 * Which alert a volume deserves: from 80 % and from 95 % of its cap, and until it has fallen 2 % below.
 * @param open the kind of its open alert, if any
 */
export function usageLevel(used: number, cap: number, open: AlertKind | null): (typeof LEVELS)[number]["kind"] | null {
  const share = used / cap;
  const openFrom = LEVELS.find(({ kind }) => kind === open)?.from ?? Number.POSITIVE_INFINITY;
  return (
    LEVELS.find(({ from }) => share >= (from <= openFrom && open !== null ? from - HYSTERESIS : from))?.kind ?? null
  );
}
