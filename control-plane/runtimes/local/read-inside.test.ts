import { closeSync, openSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { openRoot } from "../../storage/descriptors.ts";
import { createTestSandbox, whyNoSandboxes } from "../../testing/create-test-sandbox.ts";
import { createTestSystem } from "../../testing/create-test-system.ts";
import { findCgroups } from "./cgroups.ts";
import type { Machine } from "./machine.ts";
import { readInside } from "./read-inside.ts";
import { needFirstProcess } from "./run-record.ts";

const { system, close } = await createTestSystem();
afterAll(() => close());

const options = { deadlineMs: 30_000 };

it.skipIf(whyNoSandboxes(system) !== null)(
  "says why a directory cannot be read, and that there is no such sandbox",
  async () => {
    const { dataDirectory, volumeUid: uid } = system.config;
    const owner = process.getuid?.() === 0 ? { uid, gid: uid } : null;
    const machine: Machine = { dataDirectory, owner, cgroups: await findCgroups(), seccomp: false };
    const sandbox = await createTestSandbox(system);
    const first = needFirstProcess(machine, sandbox.id);
    const file = openSync("/etc/hostname", "r");
    const whole = openRoot("/usr");
    try {
      const bad = await readInside(machine, first, file, options);
      expect(bad).toMatchObject({ code: 1, problem: expect.stringContaining("Not a directory") });
      expect(await readInside(machine, first, whole, options)).toMatchObject({ code: 0, problem: "" });
      const nobody = 2 ** 22;
      const lost = await readInside(machine, nobody, whole, options);
      expect(lost).toMatchObject({ code: 1, problem: expect.stringContaining("nsenter") });
    } finally {
      closeSync(file);
      closeSync(whole);
    }
  },
);
