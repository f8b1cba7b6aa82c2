import type { StatusTone } from "#components/ui/status.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";

export type Health = {
  tone: StatusTone;
  word: string;
  /** What is wrong and what to do; null when nothing is. */
  sentence: string | null;
  /** When it was looked at; null when it was not. */
  at: string | null;
};

/**
 * How the mount does, as it was last looked at from inside. A state in which nothing is mounted has no health of its own:
 * what went wrong is said by the state.
 * @param live whether news arrive: without, nothing is called healthy
 */
export function healthOf({ state, health, last_error_message: error }: VolumeAttachment, live: boolean): Health {
  if (state === "failed") return { tone: "bad", word: "broken", sentence: error, at: health?.at ?? null };
  if (state === "unmounted") return { tone: "warn", word: "missing", sentence: error, at: health?.at ?? null };
  if (state !== "mounted") return { tone: "idle", word: "not mounted", sentence: null, at: null };
  if (health === null) return { tone: "idle", word: "not looked at yet", sentence: null, at: null };
  if (!health.healthy)
    return { tone: "warn", word: "degraded", sentence: health.message ?? "The last look failed.", at: health.at };
  // It works, but nothing more can be written.
  if (health.message !== null) return { tone: "warn", word: "full", sentence: health.message, at: health.at };
  return live
    ? { tone: "ok", word: "healthy", sentence: null, at: health.at }
    : { tone: "idle", word: "was healthy", sentence: null, at: health.at };
}

type HealthCounts = Record<"failed" | "degraded" | "healthy" | "paused" | "pending", number>;

/** Attachments by health, for a line about many. What is on its way, or was not looked at yet, is pending. */
export function countHealth(attachments: readonly VolumeAttachment[]): HealthCounts {
  const counts: HealthCounts = { failed: 0, degraded: 0, healthy: 0, paused: 0, pending: 0 };
  for (const attachment of attachments) {
    const { tone } = healthOf(attachment, true);
    if (attachment.state === "paused") counts.paused++;
    else counts[tone === "ok" ? "healthy" : tone === "warn" ? "degraded" : tone === "bad" ? "failed" : "pending"]++;
  }
  return counts;
}
