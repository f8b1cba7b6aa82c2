import { expect, test } from "vitest";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { filesHref, filesUrl } from "./files-url.ts";

const volume = "vol_3f8a21c09b7e" as VolumeId;

test.each([
  "/a b/c",
  "/100%/x?y#z&w=1",
  "/line\nbreak",
  "/\u{fffd}caf%E9",
  "/\u{202e}gpj",
  "/<script>",
  "/👩‍🚀",
  "/+plus",
])("%j survives the address bar", (path) => {
  const url = new URL(filesHref(volume, { path: path as VolumePath }), "http://localhost");
  expect(url.hash).toBe("");
  expect(filesUrl.path.parse(url.searchParams.get("path") ?? "")).toBe(path);
});

test("the root has the short address, a path above it none", () => {
  expect(filesHref(volume)).toBe("/volumes/vol_3f8a21c09b7e/files");
  expect(filesUrl.path.parse("/../etc")).toBeNull();
  expect(filesUrl.path.parse("etc")).toBeNull();
});
