import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AttachmentState } from "#lib/api/attachments.ts";
import { type AttachmentEvent, isAtWork, isWatched, type Standing, TRANSITIONS, transition } from "./state.ts";

const EVENTS: readonly AttachmentEvent[] = [
  "begin",
  "succeed",
  "lose",
  "fail",
  "remount",
  "pause",
  "resume",
  "release",
  "finish",
];
const STATES = AttachmentState.options;
const failure = { code: "read_failed", message: "It cannot be read. Remount it." };
const standing = (state: AttachmentState, leaseId: string | null = "held"): Standing => ({
  state,
  leaseId,
  lastErrorCode: "old",
  lastErrorMessage: "what was wrong before",
});
/** How it is born. */
const REQUESTED: Standing = { state: "requested", leaseId: null, lastErrorCode: null, lastErrorMessage: null };

// Said once more, by hand: a change of the table that nobody meant must not pass.
const ALLOWED: Record<AttachmentState, string> = {
  requested: "begin>mounting fail>failed pause>paused release>releasing",
  mounting: "succeed>mounted fail>failed pause>paused release>releasing",
  mounted: "lose>unmounted fail>failed remount>remounting pause>paused release>releasing",
  paused: "resume>requested release>releasing",
  remounting: "succeed>mounted fail>failed pause>paused release>releasing",
  unmounted: "succeed>mounted fail>failed remount>remounting pause>paused release>releasing",
  releasing: "finish>released",
  released: "",
  failed: "succeed>mounted remount>remounting pause>paused release>releasing",
};

describe("the states of an attachment", () => {
  it.each(STATES)("leave %s by the ways that are meant, and by no other", (state) => {
    const ways = EVENTS.flatMap((event) => {
      const after = transition(standing(state), event, { lease: "fresh", failure });
      return after === null ? [] : [`${event}>${after.state}`];
    });
    expect(ways.toSorted()).toEqual(ALLOWED[state].split(" ").filter(Boolean).toSorted());
  });

  it("can each be reached, and left towards released", () => {
    const reach = (from: AttachmentState): Set<AttachmentState> => {
      const seen = new Set<AttachmentState>([from]);
      for (const state of seen) for (const to of Object.values(TRANSITIONS[state])) seen.add(to);
      return seen;
    };
    expect([...reach("requested")].toSorted()).toEqual(STATES.toSorted());
    for (const state of STATES) expect(reach(state)).toContain("released");
  });

  it("hold a lease while a mount may stand, and never while paused or released", () => {
    for (const state of STATES)
      for (const event of EVENTS)
        for (const lease of ["held", null]) {
          const after = transition(standing(state, lease), event, { lease: "fresh", failure });
          if (after === null) continue;
          if (["mounting", "remounting"].includes(after.state)) expect(after.leaseId).toBe("fresh");
          else if (after.state === "mounted") expect(after.leaseId).toBe(lease ?? "fresh");
          else if (after.state === "releasing") expect(after.leaseId).toBe(lease);
          else expect(after.leaseId).toBeNull();
        }
  });

  it("tell what is wrong until it is mended or released", () => {
    for (const state of STATES)
      for (const event of EVENTS) {
        const after = transition(standing(state), event, { lease: "fresh", failure });
        if (after === null) continue;
        const told = { fail: "read_failed", lose: "read_failed", succeed: null, finish: null }[event as string];
        expect(after.lastErrorCode).toBe(told === undefined ? "old" : told);
        expect(after.lastErrorMessage === null).toBe(after.lastErrorCode === null);
      }
  });

  it("stay sound on any walk", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 }), (events) => {
        let now = REQUESTED;
        let leases = 0;
        for (const event of events) {
          const after = transition(now, event, { lease: `lease ${++leases}`, failure });
          if (after === null) continue;
          // What was let go never comes back.
          if (now.state === "releasing") expect(after.state).toBe("released");
          expect(now.state).not.toBe("released");
          // The driver and the looks from inside never mind the same one.
          expect(isAtWork(after.state) && isWatched(after.state)).toBe(false);
          if (after.state === "failed" || after.state === "unmounted") expect(after.lastErrorCode).toBe("read_failed");
          if (after.state === "mounted")
            expect(after).toMatchObject({ leaseId: expect.any(String), lastErrorCode: null });
          // An intent that is neither at work nor watched waits for a sandbox, or is over.
          if (!isAtWork(after.state) && !isWatched(after.state)) expect(["paused", "released"]).toContain(after.state);
          now = after;
        }
        // From wherever the walk ended, a detach leads out.
        const end = transition(now, "release", { lease: "" }) ?? now;
        expect((transition(end, "finish", { lease: "" }) ?? end).state).toBe("released");
      }),
    );
  });
});
