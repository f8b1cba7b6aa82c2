"use client";
import { formatDuration } from "#components/ui/format-duration.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import type { NullspaceEvent } from "#lib/api/events.ts";
import { PastState } from "./attachment-state.tsx";
import { type Step, storyOf } from "./story.ts";

/** Causes as the system names them, for people. What is not listed is a word already. */
const CAUSES: Record<string, string> = {
  attach: "attached",
  detach: "detached",
  remount: "remount asked for",
  health: "found by a health check",
  recovery: "after a restart of the control plane",
  destroy: "sandbox destroyed",
  pause: "sandbox paused",
  resume: "sandbox resumed",
  hibernate: "sandbox hibernated",
  fork: "sandbox forked",
  create: "sandbox created",
};

function Mark({ step }: { step: Step }) {
  if (step.kind === "state") return <PastState state={step.state} />;
  return <Status tone={step.healthy ? "ok" : "warn"}>{step.healthy ? "healthy" : "degraded"}</Status>;
}

/** What became of an attachment, the newest first: each state, why, by whom, how long it lasted, what went wrong. */
export function StoryList({ events }: { events: readonly NullspaceEvent[] }) {
  const story = storyOf(events);
  return (
    <ol aria-label="Timeline" className="flex flex-col">
      {story.map((step, index) => (
        <li
          key={step.id}
          className="grid grid-cols-[8.5rem_1fr_auto] items-start gap-x-4 border-b px-3 py-2 last:border-b-0 max-sm:grid-cols-[1fr_auto]"
        >
          <Mark step={step} />
          <span className="min-w-0 text-muted max-sm:order-last max-sm:col-span-2">
            {step.kind === "state" && (
              <>
                {CAUSES[step.cause] ?? step.cause}
                {step.actor.kind === "system" ? "" : ` by ${step.actor.name}`}
                {step.lastedMs !== null && (
                  <span className="text-faint"> · lasted {formatDuration(step.lastedMs)}</span>
                )}
                {step.lastedMs === null && index === 0 && <span className="text-faint"> · since then</span>}
              </>
            )}
            {step.error !== null && (
              <span className="block text-ink wrap-anywhere">
                {step.error.message}{" "}
                {step.error.code !== null && (
                  <span className="font-mono text-caption text-faint">{step.error.code}</span>
                )}
              </span>
            )}
          </span>
          <RelativeTime at={step.at} className="text-caption text-faint" />
        </li>
      ))}
    </ol>
  );
}
