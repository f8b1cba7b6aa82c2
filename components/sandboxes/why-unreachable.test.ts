import { expect, it } from "vitest";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { whyUnreachable } from "./why-unreachable.ts";

const sandbox = (status: Sandbox["status"], more: Partial<Sandbox> = {}) => ({
  status,
  pause_kind: null,
  error_message: null,
  unreachable_since: null,
  ...more,
});

it("tells a frozen sandbox from a hibernated one, and that both come back by resuming", () => {
  const frozen = whyUnreachable(sandbox("paused", { pause_kind: "frozen" }), null);
  const hibernated = whyUnreachable(sandbox("paused", { pause_kind: "hibernated" }), null);
  expect(frozen.title).toBe("The sandbox is paused");
  expect(hibernated.title).toBe("The sandbox is hibernated");
  for (const { text } of [frozen, hibernated]) expect(text).toContain("resumed");
});

it("says what failed, and of a missing runtime why it is missing", () => {
  expect(whyUnreachable(sandbox("error", { error_message: "The disk is full." }), null).text).toBe("The disk is full.");
  expect(whyUnreachable(sandbox("paused"), "User namespaces are off.").text).toContain("User namespaces are off.");
});

it("says that the machine is silent before what was last known of the sandbox", () => {
  const silent = whyUnreachable(sandbox("paused", { unreachable_since: "2026-11-28T00:00:00.000Z" }), null);
  expect(silent.title).toBe("Its machine is out of reach");
});

it("never offers the files of a destroyed one", () => {
  expect(whyUnreachable(sandbox("destroyed"), "User namespaces are off.").text).toContain("gone");
});
