import type { AttachmentState } from "#lib/api/attachments.ts";

/** What can happen to an attachment. */
export type AttachmentEvent =
  /** The driver begins to mount. */
  | "begin"
  /** The mount stands: it was made, or a look from inside found it whole again. */
  | "succeed"
  /** It is not there any more. */
  | "lose"
  /** It cannot be made, or is not what was asked for. */
  | "fail"
  | "remount"
  /** The sandbox stands still: the lease goes, the intent stays. */
  | "pause"
  | "resume"
  | "release"
  /** Nothing can reach the volume through it any more. */
  | "finish";

/** Every way from a state. What is not here does not happen; nothing else in the house sets a state. */
export const TRANSITIONS: Record<AttachmentState, Partial<Record<AttachmentEvent, AttachmentState>>> = {
  requested: { begin: "mounting", fail: "failed", pause: "paused", release: "releasing" },
  mounting: { succeed: "mounted", fail: "failed", pause: "paused", release: "releasing" },
  mounted: { lose: "unmounted", fail: "failed", remount: "remounting", pause: "paused", release: "releasing" },
  paused: { resume: "requested", release: "releasing" },
  remounting: { succeed: "mounted", fail: "failed", pause: "paused", release: "releasing" },
  unmounted: { succeed: "mounted", fail: "failed", remount: "remounting", pause: "paused", release: "releasing" },
  releasing: { finish: "released" },
  released: {},
  failed: { succeed: "mounted", remount: "remounting", pause: "paused", release: "releasing" },
};

/** The states in which the driver has something to do; the same list is in the SQL of its index. */
export const AT_WORK = ["requested", "mounting", "remounting", "releasing"] as const satisfies AttachmentState[];

export const isAtWork = (state: AttachmentState): boolean => (AT_WORK as readonly AttachmentState[]).includes(state);

/** The states in which a mount should stand, or did, so that a look from inside says something; also in an index. */
const WATCHED = ["mounted", "unmounted", "failed"] as const satisfies AttachmentState[];

export const isWatched = (state: AttachmentState): boolean => (WATCHED as readonly AttachmentState[]).includes(state);

/** What becomes of the right to the live mount on the way into a state. */
const LEASES: Record<AttachmentState, "new" | "kept" | "none"> = {
  requested: "none",
  mounting: "new",
  mounted: "kept",
  paused: "none",
  remounting: "new",
  unmounted: "none",
  releasing: "kept",
  released: "none",
  failed: "none",
};

export type Failure = { code: string; message: string };

/** What a transition asks about an attachment. */
export type Standing = {
  state: AttachmentState;
  leaseId: string | null;
  lastErrorCode: string | null;
  lastErrorMessage: string | null;
};

function leaseOf(before: Standing, to: AttachmentState, fresh: string): string | null {
  const rule = LEASES[to];
  if (rule === "none") return null;
  if (rule === "new") return fresh;
  // One that was lost comes back as another. What never had one has none to give back.
  return to === "mounted" ? (before.leaseId ?? fresh) : before.leaseId;
}

/**
 * What an attachment is after `event`; null where the event has no place in its state.
 * @param options.lease the id that a new lease gets
 * @param options.failure for `fail` and `lose`: what is told to people until it is mended
 */
export function transition(
  before: Standing,
  event: AttachmentEvent,
  options: { lease: string; failure?: Failure },
): Standing | null {
  const state = TRANSITIONS[before.state][event];
  if (state === undefined) return null;
  const failed = event === "fail" || event === "lose";
  const mended = event === "succeed" || event === "finish";
  return {
    state,
    leaseId: leaseOf(before, state, options.lease),
    lastErrorCode: failed ? (options.failure?.code ?? null) : mended ? null : before.lastErrorCode,
    lastErrorMessage: failed ? (options.failure?.message ?? null) : mended ? null : before.lastErrorMessage,
  };
}
