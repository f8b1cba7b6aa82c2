import { describe, expect, it } from "vitest";
import { newId } from "../../new-id.ts";
import { imageUnavailable } from "./image-unavailable.ts";
import { NoLoopDevice } from "./loop-device.ts";
import { ToolError } from "./run-tool.ts";
import { CorruptImage } from "./superblock.ts";

describe("why an image cannot be had", () => {
  const volume = newId("vol");
  const full = Object.assign(new Error("write"), { code: "ENOSPC" });
  it.each([
    [
      "no loop device is left",
      new ToolError("mount", 32, "mount: /m: failed to setup loop device for /i."),
      /no loop device/,
    ],
    ["no loop device is left, in a container", new NoLoopDevice("every one is taken"), /no loop device/],
    ["the disk is full, says a tool", new ToolError("mke2fs", 1, "No space left on device"), /is full/],
    ["the disk is full, says the kernel", full, /is full/],
    ["it is damaged", new CorruptImage("no ext4"), /is damaged/],
    ["anything else", new Error("unforeseen"), /cannot be reached at the moment/],
  ])("is told with what to do: %s", (_, cause, words) => {
    const refusal = imageUnavailable(volume, cause);
    expect(refusal).toMatchObject({ code: "volume_backend_unavailable", message: expect.stringMatching(words) });
    expect(refusal.suggestedAction).toMatch(/operator/);
    // What a tool said stays in the log.
    expect(refusal.message).not.toMatch(/mount:|unforeseen/);
  });
});
