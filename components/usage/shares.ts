import type { UsageEntry, VolumeUsage } from "#lib/api/usage.ts";

/** A part of the bar. Shares are of its whole width, from 0 to 1. */
export type Share = {
  readonly key: string;
  readonly kind: "entry" | "others" | "trash" | "free";
  readonly label: string;
  readonly bytes: number;
  readonly share: number;
  /** The folder or file, where it is one. */
  readonly entry: UsageEntry | null;
  /** How dark it is drawn: 0 is the largest. */
  readonly rank: number;
};

/** Parts that have a name of their own; what is smaller is one part. */
const NAMED = 7;

/**
 * The parts of the bar, the largest first, then the rest, the trash and what is free. At the root the whole is the cap, or
 * what is used where that is more; below it, and without a cap, the whole is what the folder takes.
 */
export function sharesOf(usage: VolumeUsage, cap: number | null): Share[] {
  const trash = usage.trash?.used_bytes ?? 0;
  const used = usage.used_bytes + trash;
  const whole = usage.trash === null || cap === null ? used : Math.max(cap, used);
  if (whole === 0) return [];
  const named = usage.entries.slice(0, NAMED).filter(({ used_bytes }) => used_bytes > 0);
  const rest = usage.used_bytes - named.reduce((sum, { used_bytes }) => sum + used_bytes, 0);
  const part = (key: string, kind: Share["kind"], label: string, bytes: number, rank: number): Share[] =>
    bytes > 0 ? [{ key, kind, label, bytes, share: bytes / whole, entry: null, rank }] : [];
  return [
    ...named.map((entry, rank) => ({
      key: entry.path,
      kind: "entry" as const,
      label: entry.name,
      bytes: entry.used_bytes,
      share: entry.used_bytes / whole,
      entry,
      rank,
    })),
    ...part("others", "others", named.length === 0 ? "Everything" : "The rest", rest, NAMED),
    ...part("trash", "trash", "Trash", trash, 0),
    ...part("free", "free", "Free", whole - used, 0),
  ];
}

/** A share in per cent, as people read it: `< 1 %` for a little, never 100 before it is all. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return "0 %";
  const value = (part / whole) * 100;
  return value < 1 ? "< 1 %" : `${Math.floor(value)} %`;
}
