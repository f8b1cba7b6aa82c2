import { describe, expect, test } from "vitest";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";
import { completed, completionPlace, crumbs, typeablePath, typedPath } from "./path-completion.ts";

const path = (text: string) => text as VolumePath;
const file = (name: string) => ({ name, isDirectory: false });
const folder = (name: string) => ({ name, isDirectory: true });

describe("typing a path", () => {
  test.each([
    ["/datasets/raw", "/datasets/raw"],
    ["raw/", "/datasets/raw"],
    ["..", "/"],
    ['  "/a b/c"  ', "/a b/c"],
    ["", "/"],
  ])("%j is %s", (text, expected) => {
    expect(typedPath(text, path("/datasets"))).toEqual({ ok: true, path: expected });
  });

  test("above the root is refused", () => {
    expect(typedPath("../../x", path("/datasets")).ok).toBe(false);
  });

  test("Tab looks in the directory before the last slash", () => {
    expect(completionPlace("/datasets/ra", ROOT)).toEqual({ head: "/datasets/", directory: "/datasets", prefix: "ra" });
    expect(completionPlace("ra", path("/datasets"))).toEqual({ head: "", directory: "/datasets", prefix: "ra" });
    expect(completionPlace("../../../x", ROOT)).toBeNull();
  });

  test("Tab fills in as far as all agree", () => {
    const place = { head: "/", directory: ROOT, prefix: "r" };
    expect(completed(place, [folder("raw")])).toBe("/raw/");
    expect(completed(place, [file("report.txt")])).toBe("/report.txt");
    expect(completed(place, [file("report-1"), file("report-2")])).toBe("/report-");
    expect(completed(place, [])).toBe("/r");
    expect(completed({ ...place, prefix: "rep" }, [file("Report"), file("report")])).toBe("/rep");
    expect(completed(place, [file("👩‍🚀1"), file("👨‍🚀2")])).toBe("/r");
  });

  test("crumbs lead down to the folder", () => {
    expect(crumbs(path("/a/b")).map((crumb) => crumb.path)).toEqual(["/a", "/a/b"]);
    expect(crumbs(ROOT)).toEqual([]);
    expect(typeablePath(ROOT)).toBe("/");
    expect(typedPath(typeablePath(path("/a\nb/c")), ROOT)).toEqual({ ok: true, path: "/a\nb/c" });
  });
});
