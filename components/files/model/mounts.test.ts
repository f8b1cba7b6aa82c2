import { expect, test } from "vitest";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { mountAround, mountsOf } from "./mounts.ts";

const attachment = (mount_path: string, state: VolumeAttachment["state"] = "mounted") =>
  ({ id: `att_${mount_path}`, mount_path, state }) as unknown as VolumeAttachment;

test("only what is mounted now is a folder", () => {
  const mounts = mountsOf([attachment("/data"), attachment("/old", "paused"), attachment("/bad", "failed")]);
  expect([...mounts.keys()]).toEqual(["/data"]);
});

test("a path is in a mount when it is its folder or below it, not when it only begins alike", () => {
  const mounts = mountsOf([attachment("/data")]);
  expect(mountAround(mounts, "/data" as VolumePath)?.mount_path).toBe("/data");
  expect(mountAround(mounts, "/data/a/b" as VolumePath)?.mount_path).toBe("/data");
  expect(mountAround(mounts, "/database" as VolumePath)).toBeNull();
  expect(mountAround(mounts, "/" as VolumePath)).toBeNull();
});
