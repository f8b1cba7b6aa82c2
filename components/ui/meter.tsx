import { OctagonAlert, TriangleAlert } from "lucide-react";
import { cn } from "./cn.ts";
import { exactBytes, formatBytes } from "./format-bytes.ts";
import { usageOf } from "./usage.ts";

const fills = { calm: "bg-accent", warn: "bg-warn-fill", bad: "bg-bad" };
const words = { calm: "text-muted", warn: "text-warn", bad: "text-bad" };

type MeterProps = {
  /** What is measured, for a screen reader: `Usage of team-data`. */
  label: string;
  /** Bytes. */
  used: number;
  /** Bytes; null where nothing limits it. */
  cap: number | null;
  className?: string;
};

/** `▓▓▓░░ 1.24 of 2 GiB (62 %)`, amber with a sign from 80 %, red from 95 %; the exact bytes on hover. */
export function Meter({ label, used, cap, className }: MeterProps) {
  const { percent, tone } = usageOf(used, cap);
  const text = cap === null ? formatBytes(used) : `${formatBytes(used)} of ${formatBytes(cap)}`;
  const spoken = percent === null ? text : `${text}, ${percent} %`;
  return (
    <div
      className={cn("flex min-w-0 items-center gap-2", className)}
      title={cap === null ? exactBytes(used) : `${exactBytes(used)} of ${exactBytes(cap)}`}
    >
      <meter className="sr-only" aria-label={label} aria-valuetext={spoken} min={0} max={100} value={percent ?? 0} />
      <div
        aria-hidden="true"
        className="h-1.5 w-24 shrink-0 overflow-hidden rounded-full bg-active ring-1 ring-control/40 ring-inset"
      >
        <div
          className={cn("h-full rounded-full transition-[width]", fills[tone], used > 0 && "min-w-1.5")}
          style={{ width: `${Math.min(percent ?? 0, 100)}%` }}
        />
      </div>
      <span className="truncate whitespace-nowrap">
        {text}
        {percent !== null && <span className={cn("ml-1", words[tone])}>({percent} %)</span>}
      </span>
      {tone === "warn" && <TriangleAlert className="size-3.5 shrink-0 text-warn" aria-label="Nearly full" />}
      {tone === "bad" && <OctagonAlert className="size-3.5 shrink-0 text-bad" aria-label="Full or about to be" />}
    </div>
  );
}
