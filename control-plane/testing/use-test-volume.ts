import { afterAll, beforeAll, beforeEach } from "vitest";
import type { System } from "../context.ts";
import { createTestSystem } from "./create-test-system.ts";
import { createTestTeam, type TestTeam } from "./create-test-team.ts";
import { createTestVolume, type TestVolume } from "./create-test-volume.ts";

/** A system and a team for all tests of a `describe`, and a new volume for each. What it answers is there once they run. */
export function useTestVolume(): { system: System; team: TestTeam; volume: TestVolume } {
  const given = {} as ReturnType<typeof useTestVolume>; // The hooks fill it before a test looks.
  let close: () => Promise<void>;
  beforeAll(async () => {
    const made = await createTestSystem();
    close = made.close;
    given.system = made.system;
    given.team = await createTestTeam(made.system);
  });
  beforeEach(async () => {
    given.volume = await createTestVolume(given.system, given.team);
  });
  afterAll(() => close());
  return given;
}
