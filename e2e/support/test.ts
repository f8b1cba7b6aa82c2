import { randomBytes } from "node:crypto";
import { test as base, expect, type Page } from "@playwright/test";
import type { Volume } from "#lib/api/volumes.ts";
import { OWNER, setUp, signIn } from "./sign-in.ts";
import { type StartedSystem, startSystem } from "./start-system.ts";

type TestFixtures = {
  /** A page on which the owner is signed in. */
  page: Page;
  /** A volume of this test alone. */
  volume: Volume;
};
type WorkerFixtures = {
  /** One running system for all tests of a worker, with an owner. */
  system: StartedSystem;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  system: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright finds out by the pattern which fixtures are used.
    async ({}, use) => {
      const system = await startSystem();
      await setUp(system, OWNER);
      await use(system);
      await system.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  context: async ({ context }, use) => {
    const thrown: string[] = [];
    context.on("weberror", (problem) => thrown.push(`${problem.page()?.url()}: ${problem.error().message}`));
    await use(context);
    // Whatever else holds, nothing on a page may throw, nor differ from what the server drew of it.
    expect(thrown).toEqual([]);
  },
  page: async ({ page, system }, use) => {
    await signIn(page, system, OWNER);
    await use(page);
  },
  volume: async ({ system }, use) => {
    await use(await system.api.volumes.create({ name: `test-${randomBytes(4).toString("hex")}` }));
  },
});
