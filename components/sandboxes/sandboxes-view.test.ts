import { expect, it } from "vitest";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { filterSandboxes } from "./sandboxes-view.ts";

const sandbox = (id: string, rest: Partial<Sandbox> = {}) =>
  ({
    id: `sb_${id}`,
    status: "running",
    template: "base",
    metadata: {},
    unreachable_since: null,
    created_at: "2026-01-01",
    ...rest,
  }) as Sandbox;

const all = [
  sandbox("aaaaaaaa"),
  sandbox("bbbbbbbb", { metadata: { name: "Builder" }, created_at: "2026-01-03" }),
  sandbox("cccccccc", {
    status: "paused",
    template: "code-interpreter",
    metadata: { job: "nightly" },
    created_at: "2026-01-02",
  }),
];
const ids = (sandboxes: readonly Sandbox[]) => sandboxes.map(({ id }) => id.slice(3, 4));

it("shows the newest first, and finds by name, id, template, metadata and status", () => {
  expect(ids(filterSandboxes(all, "", null))).toEqual(["b", "c", "a"]);
  expect(ids(filterSandboxes(all, " BUILD ", null))).toEqual(["b"]);
  expect(ids(filterSandboxes(all, "sb_aaaa", null))).toEqual(["a"]);
  expect(ids(filterSandboxes(all, "interpreter", "paused"))).toEqual(["c"]);
  expect(ids(filterSandboxes(all, "interpreter", "running"))).toEqual([]);
  expect(ids(filterSandboxes(all, "job=night", null))).toEqual(["c"]);
  const silent = sandbox("dddddddd", { unreachable_since: "2026-01-04T00:00:00.000Z", created_at: "2026-01-04" });
  expect(ids(filterSandboxes([...all, silent], "", "out of reach"))).toEqual(["d"]);
  expect(ids(filterSandboxes([...all, silent], "", "running"))).toEqual(["b", "a"]);
});
