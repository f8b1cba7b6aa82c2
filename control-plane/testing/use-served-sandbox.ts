import { afterAll, beforeAll, it } from "vitest";
import type { System } from "../context.ts";
import { type Call, callApi } from "./call-api.ts";
import { createTestSystem } from "./create-test-system.ts";
import { createTestTeam, type TestTeam } from "./create-test-team.ts";
import { serveApp } from "./serve-app.ts";

export type ServedSandbox = {
  system: System;
  team: TestTeam;
  /** Calls the API with the team's key that writes. */
  call: Call;
  /** Where the API is served, with the scheme of its sockets. */
  socketUrl: string;
  /** The sandbox, where this machine can run one. */
  id: string;
};

/**
 * A system that is served, with a team and a sandbox, for all tests of a `describe`. What it answers is there once they run.
 * @param inputOf what the sandbox is made with
 * @returns with `withRuntime`, which makes a test that is skipped, with the reason printed, where no sandbox can run
 */
export function useServedSandbox(inputOf: (team: TestTeam) => object | Promise<object> = () => ({})) {
  const given = {} as ServedSandbox; // The hooks fill it before a test looks.
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const { system, close } = await createTestSystem();
    closing.unshift(close);
    const server = await serveApp(system);
    closing.unshift(server.close);
    system.config.publicApiUrl = server.url;
    const team = await createTestTeam(system);
    const call = callApi(system, team.keys.write);
    Object.assign(given, { system, team, call, socketUrl: server.url.replace("http", "ws") });
    const { capability } = system.runtime;
    if (!capability.available) console.warn(`skipped: ${capability.reason}`);
    else given.id = (await call("POST", "/v1/sandboxes", await inputOf(team))).body.id;
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });
  const withRuntime = (name: string, act: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      skip(!given.system.runtime.capability.available);
      await act();
    });
  return { given, withRuntime };
}
