import { expect, it } from "vitest";
import type { VolumeId } from "#lib/api/ids.ts";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";
import { mountPathProblem, requestOf } from "./mount-draft.ts";

it.each([
  ["/workspace/shared", []],
  ["/data", ["/workspace/a"]],
  ["/workspace/ab", ["/workspace/a"]],
  ["/workspace//shared/", []],
])("takes %s beside %j", (path, taken) => {
  expect(mountPathProblem(path, taken)).toBeNull();
});

it.each([
  ["", [], /Say where/],
  ["shared", [], /absolute/],
  ["/", [], /root of the sandbox/],
  ["/etc/x", [], /system directory/],
  ["/workspace", [], /belongs to the runtime/],
  ["/workspace/.nullspace/x", [], /belongs to the runtime/],
  ["/workspace/a/", ["/workspace/a"], /mounted there/],
  ["/workspace/a/b", ["/workspace/a"], /below \/workspace\/a/],
  ["/data", ["/data/deep"], /below \/data\/deep/],
])("refuses %s beside %j", (path, taken, problem) => {
  expect(mountPathProblem(path, taken)).toMatch(problem);
});

it("asks for the whole volume by leaving the subpath out, and for nothing without a volume", () => {
  // The brands say "checked at the edge"; here the edge is the test.
  const volumeId = "vol_aaaaaaaaaaaa" as VolumeId;
  const draft = { key: 1, volumeId, mountPath: "/data", subpath: ROOT, readOnly: true };
  expect(requestOf(draft)).toEqual({ ref: volumeId, mount_path: "/data", read_only: true });
  expect(requestOf({ ...draft, subpath: "/datasets" as VolumePath })).toMatchObject({ subpath: "/datasets" });
  expect(requestOf({ ...draft, volumeId: null })).toBeNull();
});
