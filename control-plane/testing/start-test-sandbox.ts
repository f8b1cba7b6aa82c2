import type { SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import { createTestSandbox } from "./create-test-sandbox.ts";
import type { TestTeam } from "./create-test-team.ts";

export type StartedSandbox = {
  id: SandboxId;
  /** Runs a shell command inside and answers what it printed; the exit code follows where it is not 0. */
  sh(command: string): Promise<string>;
  /** Starts a shell command inside and leaves it running. */
  leave(command: string): Promise<{ ended: Promise<unknown> }>;
};

/** A sandbox of a team that runs, without what the verbs of sandboxes do around it. */
export async function startTestSandbox(system: System, team: TestTeam): Promise<StartedSandbox> {
  const { id, run } = await createTestSandbox(system);
  await system.database.queries.insert(sandboxes).values({
    id,
    teamId: team.id,
    status: "running",
    host: thisHost(),
    template: "base",
    vcpus: 1,
    memoryMb: 256,
    cwd: "/workspace",
    timeoutAction: "destroy",
  });
  return {
    id,
    sh: async (command) => {
      const { stdout, stderr, exitCode } = await run(command);
      return `${stdout}${stderr}${exitCode === 0 ? "" : `(exit ${exitCode})`}`;
    },
    leave: async (command) => {
      const { stdin, stdout, stderr, ended } = await system.runtime.exec(id, { argv: ["/bin/sh", "-c", command] });
      stdin.end();
      for (const output of [stdout, stderr]) output.resume();
      // A sandbox that is removed ends it; nobody need wait for that.
      ended.catch(() => {});
      return { ended };
    },
  };
}
