export type UsageTone = "calm" | "warn" | "bad";

/** How full something is. Amber from 80 %, red from 95 %; never rounded up to a threshold or to 100 it has not reached. */
export function usageOf(used: number, cap: number | null): { percent: number | null; tone: UsageTone } {
  if (cap === null || cap <= 0) return { percent: null, tone: "calm" };
  const share = (used / cap) * 100;
  const percent = Math.floor(share);
  return { percent, tone: share >= 95 ? "bad" : share >= 80 ? "warn" : "calm" };
}
