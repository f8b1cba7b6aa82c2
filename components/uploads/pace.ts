/** How fast something goes, smoothed over the last seconds. */
export type Pace = {
  /** When the last sample was taken, in ms since 1970, and the units (bytes, files) that moved since then. */
  at: number;
  moved: number;
  /** Units a second; null until there is a first sample. */
  rate: number | null;
};

/** Shorter intervals say more about buffers than about the network. */
const SAMPLE_MS = 250;
/** How long the past weighs, in ms. */
const MEMORY_MS = 3000;

export const startPace = (now: number): Pace => ({ at: now, moved: 0, rate: null });

/** The pace after `amount` more units, at `now` (ms since 1970). */
export function movePace(pace: Pace, amount: number, now: number): Pace {
  const moved = pace.moved + amount;
  const elapsed = now - pace.at;
  if (elapsed < SAMPLE_MS) return { ...pace, moved };
  const measured = (moved / elapsed) * 1000;
  const weight = 1 - Math.exp(-elapsed / MEMORY_MS);
  return { at: now, moved: 0, rate: pace.rate === null ? measured : pace.rate + (measured - pace.rate) * weight };
}

/** The pace after a rest: the rate is remembered, the rest itself is not counted. */
export const restPace = (pace: Pace | null, now: number): Pace => ({ ...startPace(now), rate: pace?.rate ?? null });
