import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SandboxStatus } from "#lib/api/sandboxes.ts";
import { type SandboxEvent, type Standing, TRANSITIONS, transition } from "./status.ts";

const EVENTS: SandboxEvent[] = ["start", "freeze", "hibernate", "resume", "lose", "destroy"];

/** What is meant, said again by hand: a change of the table has to be made twice. */
const MEANT: [SandboxStatus, SandboxEvent, SandboxStatus][] = [
  ["creating", "start", "running"],
  ["creating", "destroy", "destroyed"],
  ["running", "freeze", "paused"],
  ["running", "hibernate", "paused"],
  ["running", "lose", "error"],
  ["running", "destroy", "destroyed"],
  ["paused", "hibernate", "paused"],
  ["paused", "resume", "running"],
  ["paused", "lose", "error"],
  ["paused", "destroy", "destroyed"],
  ["error", "destroy", "destroyed"],
];

describe("the status of a sandbox", () => {
  it.each(SandboxStatus.options)("leaves %s by the ways that are meant, and by no other", (status) => {
    for (const event of EVENTS) {
      const meant = MEANT.find(([from, by]) => from === status && by === event);
      expect(transition(status, event)?.status ?? null, `${status} by ${event}`).toBe(meant?.[2] ?? null);
    }
    expect(Object.keys(TRANSITIONS[status]).length).toBe(MEANT.filter(([from]) => from === status).length);
  });

  it("stays sound on any walk", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (events) => {
        let now: Standing = { status: "creating", pauseKind: null, errorCode: null, errorMessage: null };
        for (const event of events) {
          const failure = event === "lose" ? { code: "sandbox_gone", message: "It is gone." } : undefined;
          const next = transition(now.status, event, failure);
          // What is over stays over.
          if (now.status === "destroyed") expect(next).toBeNull();
          if (next === null) continue;
          expect(next.pauseKind !== null).toBe(next.status === "paused");
          expect(next.errorCode !== null).toBe(next.status === "error");
          now = next;
        }
        // From wherever it is, it can be destroyed, or is.
        expect(now.status === "destroyed" || transition(now.status, "destroy")?.status === "destroyed").toBe(true);
      }),
    );
  });
});
