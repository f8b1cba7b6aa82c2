import type { StatusTone } from "#components/ui/status.tsx";
import type { NullspaceEvent } from "#lib/api/events.ts";

/** How an event ended, where it says; null for an act, which is neither good nor bad. */
export function toneOfEvent(event: NullspaceEvent): StatusTone | null {
  switch (event.type) {
    case "attachment.changed":
      return event.data.to === "failed" ? "bad" : event.data.to === "mounted" ? "ok" : null;
    case "attachment.health_changed":
      return event.data.healthy ? "ok" : "warn";
    case "sandbox.changed":
      return event.data.to === "error" ? "bad" : event.data.to === "running" ? "ok" : null;
    case "alert.raised":
      return event.data.kind === "volume_over_80" ? "warn" : "bad";
    case "alert.cleared":
      return "ok";
    default:
      return null;
  }
}

type Details = {
  /** The state before, and how long it lasted, in milliseconds. */
  lasted: { state: string; ms: number } | null;
  /** What went wrong. */
  error: string | null;
};

/** What stands beside the sentence. */
export function detailsOfEvent(event: NullspaceEvent): Details {
  switch (event.type) {
    case "attachment.changed":
    case "sandbox.changed": {
      const { from, duration_ms, error_message, error_code } = event.data;
      return {
        lasted: from === null || duration_ms === null ? null : { state: from, ms: duration_ms },
        error: error_message ?? error_code,
      };
    }
    case "attachment.health_changed":
      return { lasted: null, error: event.data.error_message ?? event.data.error_code };
    default:
      return { lasted: null, error: null };
  }
}
