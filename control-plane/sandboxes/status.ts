import type { PauseKind, SandboxStatus } from "#lib/api/sandboxes.ts";

/** What can happen to a sandbox. */
export type SandboxEvent =
  /** It runs, and every mount stands. */
  | "start"
  /** Its processes are held still. */
  | "freeze"
  /** Its processes are ended, its files kept. */
  | "hibernate"
  /** It goes on. */
  | "resume"
  /** Its processes are gone, and nobody asked for it. */
  | "lose"
  | "destroy";

/** Every way from a status. What is not here does not happen; nothing else in the house sets a status. */
export const TRANSITIONS: Record<SandboxStatus, Partial<Record<SandboxEvent, SandboxStatus>>> = {
  creating: { start: "running", destroy: "destroyed" },
  running: { freeze: "paused", hibernate: "paused", lose: "error", destroy: "destroyed" },
  paused: { hibernate: "paused", resume: "running", lose: "error", destroy: "destroyed" },
  error: { destroy: "destroyed" },
  destroyed: {},
};

/** What is told to people until the status changes again. */
export type Failure = { code: string; message: string };

export type Standing = {
  status: SandboxStatus;
  pauseKind: PauseKind | null;
  errorCode: string | null;
  errorMessage: string | null;
};

/** What a sandbox is after `event`; null where the event has no place in its status. */
export function transition(status: SandboxStatus, event: SandboxEvent, failure?: Failure): Standing | null {
  const to = TRANSITIONS[status][event];
  if (to === undefined) return null;
  return {
    status: to,
    pauseKind: event === "freeze" ? "frozen" : event === "hibernate" ? "hibernated" : null,
    errorCode: failure?.code ?? null,
    errorMessage: failure?.message ?? null,
  };
}
