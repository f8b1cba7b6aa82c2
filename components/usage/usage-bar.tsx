"use client";
import { cn } from "#components/ui/cn.ts";
import { formatBytes } from "#components/ui/format-bytes.ts";
import type { Share } from "./shares.ts";

/** Each part a little lighter than the one before it. */
const RANKS = [
  "bg-accent",
  "bg-accent/80",
  "bg-accent/65",
  "bg-accent/50",
  "bg-accent/40",
  "bg-accent/30",
  "bg-accent/20",
];
const OTHERS = "bg-control/50";
const TRASH = "bg-[repeating-linear-gradient(135deg,var(--warn-fill)_0_3px,transparent_3px_6px)]";
const FREE = "bg-transparent";

function lookOf({ kind, rank }: Pick<Share, "kind" | "rank">): string {
  if (kind === "entry") return RANKS[rank] ?? OTHERS;
  return kind === "others" ? OTHERS : kind === "trash" ? TRASH : FREE;
}

/** Where the bytes are, at one glance. The table below says the same in words, so this is for the eye alone. */
export function UsageBar({ shares }: { shares: readonly Share[] }) {
  return (
    <div aria-hidden="true" className="flex flex-col gap-2">
      <div className="flex h-7 gap-px overflow-hidden rounded-md bg-active ring-1 ring-control/40 ring-inset">
        {shares.map((share) => (
          <div
            key={share.key}
            title={`${share.label}: ${formatBytes(share.bytes)}`}
            className={cn("h-full min-w-0.5", lookOf(share))}
            style={{ flexGrow: share.share, flexBasis: 0 }}
          />
        ))}
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-1 text-caption">
        {shares.map((share) => (
          <span key={share.key} className="flex max-w-56 min-w-0 items-center gap-1.5">
            <span className={cn("size-2.5 shrink-0 rounded-sm ring-1 ring-control/60 ring-inset", lookOf(share))} />
            <bdi className="truncate">{share.label}</bdi>
            <span className="shrink-0 text-faint">{formatBytes(share.bytes)}</span>
          </span>
        ))}
      </div>
    </div>
  );
}
