"use client";
import type { KeyboardEvent } from "react";
import { cn } from "#components/ui/cn.ts";
import { exactTime } from "#components/ui/format-time.ts";
import { StatusShape } from "#components/ui/status.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { HealthCheck } from "#lib/api/attachments.ts";

/** Looks that fit beside each other on a phone. */
const SHOWN = 40;

type Look = "ok" | "warn" | "bad";

const lookOf = ({ healthy, message }: HealthCheck): Look => (!healthy ? "bad" : message === null ? "ok" : "warn");

/** The lower the worse, so that colour is not all that tells. */
const BARS: Record<Look, string> = { ok: "h-full bg-ok", warn: "h-3/5 bg-warn-fill", bad: "h-1/4 bg-bad" };

function wordsOf({ at, healthy, message, latency_ms }: HealthCheck): string {
  const time = latency_ms === null ? "" : `, answered in ${Math.round(latency_ms)} ms`;
  const found = !healthy ? `failed: ${message ?? "it is broken."}` : message === null ? `healthy${time}` : message;
  return `${exactTime(new Date(at))}: ${found}`;
}

/** One stop for Tab; arrows go from look to look. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  const bars = Array.from(event.currentTarget.querySelectorAll("button"));
  bars[bars.findIndex((bar) => bar.matches(":focus")) + step]?.focus();
  event.preventDefault();
}

/** The last looks from inside, the newest at the right: how each went by height, sign and colour, the words on demand. */
export function ChecksStrip({ checks }: { checks: readonly HealthCheck[] }) {
  const shown = checks.slice(0, SHOWN).toReversed();
  const failed = shown.filter(({ healthy }) => !healthy).length;
  if (shown.length === 0) return <p className="text-muted">Nothing was looked at yet.</p>;
  return (
    <div className="flex flex-col gap-1.5">
      <div role="toolbar" aria-label="Last checks" onKeyDown={moveFocus} className="flex h-8 items-end gap-0.5">
        {shown.map((check, index) => {
          const look = lookOf(check);
          return (
            <Tooltip key={check.at} text={<span className="wrap-anywhere">{wordsOf(check)}</span>}>
              <button
                type="button"
                tabIndex={index === shown.length - 1 ? 0 : -1}
                aria-label={wordsOf(check)}
                className="flex h-full min-w-0 max-w-3 flex-1 cursor-default flex-col items-center justify-end gap-0.5 rounded-sm hover:bg-hover"
              >
                {look !== "ok" && <StatusShape tone={look} className="size-2" />}
                <span className={cn("w-full rounded-sm", BARS[look])} />
              </button>
            </Tooltip>
          );
        })}
      </div>
      <p className="text-caption text-muted">
        {failed === 0
          ? `None of the last ${shown.length} looks failed.`
          : `${failed} of the last ${shown.length} looks failed.`}
      </p>
    </div>
  );
}
