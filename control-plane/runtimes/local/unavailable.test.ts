import { expect, test } from "vitest";
import { newId } from "../../new-id.ts";
import { unavailableRuntime } from "./unavailable-runtime.ts";

test("where no sandbox can run every verb says why, and a start is not kept from going on", async () => {
  const runtime = unavailableRuntime("There is no bwrap.");
  expect(runtime.capability).toEqual({ available: false, reason: "There is no bwrap." });
  await runtime.recover(async () => ({ running: [], stopped: [], snapshots: [], elsewhere: [] }));
  const refusal = { code: "volume_backend_capability_unsupported", message: "There is no bwrap." };
  await expect(runtime.start({ id: newId("sb"), memoryMb: 1, vcpus: 1 })).rejects.toMatchObject(refusal);
  await expect(runtime.list()).rejects.toMatchObject(refusal);
});
