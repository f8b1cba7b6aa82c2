import { expect, test } from "vitest";
import { sandboxRoot, volumeRoot } from "#lib/api/file-root.ts";
import type { SandboxId, VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { filesHref, filesUrl } from "./files-url.ts";

const root = volumeRoot("vol_3f8a21c09b7e" as VolumeId);

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
  const url = new URL(filesHref(root, { path: path as VolumePath }), "http://localhost");
  expect(url.hash).toBe("");
  expect(filesUrl.path.parse(url.searchParams.get("path") ?? "")).toBe(path);
});

test("the root has the short address, a path above it none", () => {
  expect(filesHref(root)).toBe("/volumes/vol_3f8a21c09b7e/files");
  expect(filesHref(sandboxRoot("sb_3f8a21c09b7e" as SandboxId))).toBe("/sandboxes/sb_3f8a21c09b7e/files");
  expect(filesUrl.path.parse("/../etc")).toBeNull();
  expect(filesUrl.path.parse("etc")).toBeNull();
});
