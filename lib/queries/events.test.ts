import { describe, expect, it } from "vitest";
import type { NullspaceEvent } from "#lib/api/events.ts";
import { passes, withEvents } from "./events.ts";

const event = (id: number, more: object = {}) =>
  ({
    id: String(id),
    at: "2026-11-01T00:00:00Z",
    actor: { kind: "user", name: "a@example.com" },
    type: "file.removed",
    volume_id: "vol_aaaaaaaaaaaa",
    data: { path: "/a" },
    ...more,
  }) as unknown as NullspaceEvent;
const pages = (...ids: number[]) => ({
  pages: [
    { events: ids.map((id) => event(id)), next_cursor: "3" },
    { events: [event(2), event(1)], next_cursor: null },
  ],
  pageParams: [null, "3"],
});
const shown = (given: ReturnType<typeof pages>) => given.pages.map((page) => page.events.map(({ id }) => Number(id)));

describe("withEvents", () => {
  it("puts what happened in front, newest first, and leaves the other pages", () => {
    expect(shown(withEvents(pages(4, 3), [event(5), event(6)]) as ReturnType<typeof pages>)).toEqual([
      [6, 5, 4, 3],
      [2, 1],
    ]);
  });

  it("takes each event once, however often it comes", () => {
    const known = pages(4, 3);
    expect(withEvents(known, [event(3), event(4)])).toBe(known);
    expect(shown(withEvents(known, [event(4), event(5)]) as ReturnType<typeof pages>)[0]).toEqual([5, 4, 3]);
  });

  it("keeps so many and no more, and goes on after the last one it keeps", () => {
    const grown = withEvents(
      pages(4, 3),
      Array.from({ length: 1_500 }, (_, index) => event(index + 5)),
    );
    expect(grown.pages).toHaveLength(1);
    expect(grown.pageParams).toEqual([null]);
    expect(grown.pages[0]?.events).toHaveLength(1_000);
    expect(grown.pages[0]?.events[0]?.id).toBe("1504");
    expect(grown.pages[0]?.next_cursor).toBe("505");
  });

  it("begins a list that was empty", () => {
    const none = { pages: [{ events: [], next_cursor: null }], pageParams: [null] };
    expect(withEvents(none, [event(1)]).pages[0]?.events).toHaveLength(1);
  });
});

describe("passes", () => {
  const volume = "vol_aaaaaaaaaaaa" as never;
  it.each([
    [{}, true],
    [{ family: "file" }, true],
    [{ family: "fil" }, false],
    [{ family: "volume" }, false],
    [{ volume }, true],
    [{ volume: "vol_bbbbbbbbbbbb" as never }, false],
    [{ sandbox: "sb_aaaaaaaaaaaa" as never }, false],
    [{ actor: "a@example.com" }, true],
    [{ actor: "b@example.com" }, false],
    [{ volume, family: "file", actor: "a@example.com", hours: 1 }, true],
  ])("%o: %s", (filter, expected) => {
    expect(passes(event(1), filter)).toBe(expected);
  });
});
