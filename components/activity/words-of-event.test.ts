import { describe, expect, it } from "vitest";
import type { NullspaceEvent } from "#lib/api/events.ts";
import { detailsOfEvent, toneOfEvent } from "./look-of-event.ts";
import { wordsOfCause } from "./words-of-cause.ts";
import { type Part, wordsOfEvent } from "./words-of-event.ts";

const plain = (parts: readonly Part[]): string =>
  parts
    .map((part) => {
      if (typeof part === "string") return part;
      if ("code" in part) return part.code;
      if ("sandbox" in part) return part.sandbox;
      if ("attachment" in part) return part.path;
      if ("file" in part) return part.file;
      return part.name ?? part.volume;
    })
    .join("");

const base = { id: "1", at: "2026-11-01T00:00:00Z", actor: { kind: "user", name: "ada" } };
const volume = { volume_id: "vol_aaaaaaaaaaaa" };
const mount = { ...volume, sandbox_id: "sb_aaaaaaaaaaaa", attachment_id: "att_aaaaaaaaaaaa" };
// The brands say "checked at the edge"; here the edge is the test.
const event = (type: string, about: object, data: object) =>
  ({ ...base, type, ...about, data }) as unknown as NullspaceEvent;
const changed = (to: string, more: object = {}) =>
  event("attachment.changed", mount, {
    mount_path: "/data",
    volume_name: "team-data",
    from: "mounting",
    to,
    cause: "attach",
    duration_ms: 45,
    error_code: null,
    error_message: null,
    ...more,
  });

describe("wordsOfEvent", () => {
  it.each([
    [event("volume.created", volume, { name: "team-data" }), "created the volume team-data"],
    [event("member.joined", {}, { email: "ada", role: "owner" }), "joined the team as owner"],
    [
      event("member.joined", {}, { email: "bob@example.com", role: "member" }),
      "let bob@example.com join the team as member",
    ],
    [event("file.moved", volume, { path: "/a", to: "/b" }), "moved /a to /b in vol_aaaaaaaaaaaa"],
    [event("volume.cap_changed", volume, { max_size_bytes: 2 ** 31 }), "set the cap of vol_aaaaaaaaaaaa to 2 GiB"],
    [
      event("sandbox.changed", { sandbox_id: mount.sandbox_id }, { from: "paused", to: "running", cause: "resume" }),
      "resumed the sandbox sb_aaaaaaaaaaaa",
    ],
    [event("trash.emptied", volume, { count: 1, freed_bytes: 4096 }), "emptied the trash of vol_aaaaaaaaaaaa: 1 entry"],
    [
      event("file.changed", volume, { directory: "", changed: ["a"], removed: ["b"], resync: false }),
      "saw 2 names change on the disk in / of vol_aaaaaaaaaaaa",
    ],
    [changed("mounted"), "mounted team-data at /data in sb_aaaaaaaaaaaa"],
    [changed("failed"), "could not mount team-data at /data in sb_aaaaaaaaaaaa"],
    [changed("failed", { from: "mounted" }), "lost the mount of team-data at /data in sb_aaaaaaaaaaaa"],
    [event("member.invited", {}, { email: null, role: "viewer" }), "invited whoever has the link as viewer"],
    [
      event("alert.raised", volume, { alert_id: "x", kind: "volume_over_80", message: "Full." }),
      "raised an alert: Full.",
    ],
  ])("says it in a sentence", (given, words) => {
    expect(plain(wordsOfEvent(given))).toBe(words);
  });
});

describe("what stands beside the sentence", () => {
  it("is how it ended, why, how long the state before lasted and what went wrong", () => {
    expect(toneOfEvent(changed("mounted"))).toBe("ok");
    expect(detailsOfEvent(changed("mounted"))).toEqual({
      lasted: { state: "mounting", ms: 45 },
      error: null,
    });
    const failed = changed("failed", { error_code: "x", error_message: "No room." });
    expect(toneOfEvent(failed)).toBe("bad");
    expect(detailsOfEvent(failed).error).toBe("No room.");
    expect(wordsOfCause(changed("failed", { cause: "health" }))).toBe("found by a health check");
    expect(wordsOfCause(changed("mounted"))).toBeNull();
    expect(toneOfEvent(event("team.renamed", {}, { name: "x" }))).toBeNull();
  });
});
