import fc from "fast-check";
import { expect, it } from "vitest";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { closeTabs, moveTabs, NO_TABS, neighbourTab, openTab, type Tabs } from "./tabs-state.ts";

const at = (text: string): VolumePath => {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.path;
};
const open = (...paths: string[]) => paths.reduce((tabs, path) => openTab(tabs, at(path)), NO_TABS);

const path = fc.constantFrom("/a", "/b", "/d", "/d/a", "/d/b", "/db").map(at);
const act = fc.oneof(
  path.map((one) => (tabs: Tabs) => openTab(tabs, one)),
  fc.array(path).map((some) => (tabs: Tabs) => closeTabs(tabs, some)),
  fc.tuple(path, path).map(
    ([from, to]) =>
      (tabs: Tabs) =>
        moveTabs(tabs, from, to),
  ),
);

it("never has a tab twice, and an active one whenever there is any", () => {
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const tabs = acts.reduce((state, one) => one(state), NO_TABS);
      expect(new Set(tabs.paths).size).toBe(tabs.paths.length);
      if (tabs.paths.length === 0) expect(tabs.active).toBeNull();
      else expect(tabs.paths).toContain(tabs.active);
    }),
  );
});

it("opens beside the active tab and activates what is open already", () => {
  const tabs = openTab(open("/a", "/b"), at("/a"));
  expect(tabs).toEqual({ paths: ["/a", "/b"], active: "/a" });
  expect(openTab(tabs, at("/c")).paths).toEqual(["/a", "/c", "/b"]);
});

it("goes to the right neighbour when the active tab closes, at the end to the left", () => {
  expect(closeTabs(openTab(open("/a", "/b", "/c"), at("/b")), [at("/b")]).active).toBe("/c");
  expect(closeTabs(open("/a", "/b", "/c"), [at("/c")]).active).toBe("/b");
});

it("follows a renamed folder, and not a name that only begins like it", () => {
  const tabs = moveTabs(open("/d/a", "/db"), at("/d"), at("/e/f"));
  expect(tabs).toEqual({ paths: ["/e/f/a", "/db"], active: "/db" });
});

it("lets a file that was moved over an open one take its place", () => {
  expect(moveTabs(open("/a", "/b"), at("/a"), at("/b"))).toEqual({ paths: ["/b"], active: "/b" });
});

it("walks around the ends", () => {
  expect(neighbourTab(open("/a", "/b", "/c"), 1)).toBe("/a");
  expect(neighbourTab(NO_TABS, 1)).toBeNull();
});
