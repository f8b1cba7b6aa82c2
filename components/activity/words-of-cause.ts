import type { NullspaceEvent } from "#lib/api/events.ts";

const BY_ITSELF: Record<string, string> = {
  health: "found by a health check",
  recovery: "after a restart of the control plane",
  timeout: "its time was over",
};

/** What a mount follows from what was done to its sandbox. */
const WITH_SANDBOX: Record<string, string> = {
  create: "with its sandbox",
  destroy: "with its sandbox",
  pause: "with its sandbox",
  resume: "with its sandbox",
  hibernate: "with its sandbox",
  fork: "by a fork of its sandbox",
};

/** What led to a change, where the sentence does not say it already: who attaches asked for the mount. */
export function wordsOfCause(event: NullspaceEvent): string | null {
  switch (event.type) {
    case "attachment.changed":
      return BY_ITSELF[event.data.cause] ?? WITH_SANDBOX[event.data.cause] ?? null;
    case "sandbox.changed":
      return BY_ITSELF[event.data.cause] ?? (event.data.cause === "fork" ? "by a fork" : null);
    default:
      return null;
  }
}
