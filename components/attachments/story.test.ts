import { expect, it } from "vitest";
import type { NullspaceEvent } from "#lib/api/events.ts";
import { storyOf } from "./story.ts";

const fine = { error_code: null, error_message: null };
const event = (id: string, type: string, data: object) =>
  ({ id, at: `2026-01-01T00:00:0${id}Z`, actor: { kind: "system", name: "system" }, type, data }) as NullspaceEvent;

it("tells once what a look found when the state says it too", () => {
  const broken = { error_code: "subpath_missing", error_message: "Gone." };
  const story = storyOf([
    event("2", "attachment.health_changed", { healthy: false, ...broken }),
    event("1", "attachment.changed", { to: "failed", cause: "health", duration_ms: 9_000, ...broken }),
  ]);
  expect(story.map(({ kind }) => kind)).toEqual(["state"]);
});

it("gives each state the time it lasted, which the event after it knows, and the newest none", () => {
  const story = storyOf([
    event("4", "attachment.changed", { to: "mounted", cause: "remount", duration_ms: 40, ...fine }),
    event("3", "attachment.changed", { to: "remounting", cause: "remount", duration_ms: 9_000, ...fine }),
    event("2", "attachment.health_changed", { healthy: false, error_code: "subpath_missing", error_message: "Gone." }),
    event("1", "attachment.changed", { to: "mounted", cause: "attach", duration_ms: 12, ...fine }),
    event("0", "file.written", { path: "/a" }),
  ]);
  expect(story.map((step) => (step.kind === "state" ? [step.state, step.lastedMs] : ["health", step.healthy]))).toEqual(
    [
      ["mounted", null],
      ["remounting", 40],
      ["health", false],
      ["mounted", 9_000],
    ],
  );
  expect(story[2]?.error).toEqual({ code: "subpath_missing", message: "Gone." });
  expect(story[0]?.error).toBeNull();
});
