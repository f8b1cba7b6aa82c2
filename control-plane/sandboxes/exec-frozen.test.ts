import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ExecInput } from "#lib/api/exec.ts";
import type { Context } from "../context.ts";
import type { RunningCommand, Runtime } from "../runtimes/runtime.ts";
import { whyNoSandboxes } from "../testing/create-test-sandbox.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { type StartedSandbox, startTestSandbox } from "../testing/start-test-sandbox.ts";
import { execInSandbox } from "./exec-in-sandbox.ts";

const { system, close } = await createTestSystem();
const { runtime } = system;
afterAll(() => close());

describe.skipIf(whyNoSandboxes(system) !== null)("a command in a sandbox that is held still", () => {
  let ctx: Context;
  let sandbox: StartedSandbox;
  beforeAll(async () => {
    const team = await createTestTeam(system);
    ctx = team.member;
    sandbox = await startTestSandbox(system, team);
  });

  /** Runs a command, and `pause`s the sandbox when it is entered: before the command begins, or once it has. */
  const run = (input: object, pause: (begun: Promise<RunningCommand>) => Promise<void>) => {
    const exec: Runtime["exec"] = async (...given) => {
      const begun = runtime.exec(...given);
      begun.catch(() => {});
      // The first step of a freeze is taken at once: what comes into the sandbox after it stands still there.
      await pause(begun);
      return begun;
    };
    const its = { ...ctx, system: { ...system, runtime: { ...runtime, exec } } };
    return execInSandbox(its, sandbox.id, ExecInput.parse({ timeout_secs: 0.2, ...input }));
  };
  const before = () => runtime.freeze(sandbox.id);
  const own = (name: string) => join(system.config.dataDirectory, "sandboxes", sandbox.id, "files/workspace", name);
  /** Lets it go on, until nothing of what was started in it is left. */
  const goOn = async () => {
    await runtime.thaw(sandbox.id);
    await expect.poll(() => runtime.processes(sandbox.id), { timeout: 10_000 }).toEqual([]);
  };
  const late = { code: "exec_timeout", status: 504 };

  it("answers when its time is over, though it had not begun, and never begins", async () => {
    await expect(run({ command: "touch began" }, before)).rejects.toMatchObject(late);
    expect(await runtime.inspect(sandbox.id)).toBe("frozen");
    await goOn();
    expect(existsSync(own("began"))).toBe(false);
  });

  it("answers when its time is over, with what it said, and does not go on", async () => {
    const command = "echo on; i=0; while :; do i=$((i+1)); echo $i > count; done";
    const counting = async (begun: Promise<RunningCommand>) => {
      await begun;
      await expect.poll(() => existsSync(own("count")), { timeout: 30_000, interval: 5 }).toBe(true);
      await runtime.freeze(sandbox.id);
    };
    await expect(run({ command, timeout_secs: 5 }, counting)).rejects.toMatchObject({
      ...late,
      details: { stdout: "on\n" },
    });
    expect(await runtime.inspect(sandbox.id)).toBe("frozen");
    const count = readFileSync(own("count"), "utf8");
    await goOn();
    expect(readFileSync(own("count"), "utf8")).toBe(count);
  });

  it("in the background begins when its pid was answered, and otherwise never", async () => {
    await expect(run({ command: "touch later", background: true }, before)).rejects.toMatchObject(late);
    await goOn();
    for (let round = 0; round < 8; round++) {
      const name = `round-${round}`;
      const answer = await run({ command: `touch ${name}`, background: true }, async (begun) => {
        await begun;
        await before();
      }).catch((error: unknown) => error);
      await goOn();
      expect([answer, existsSync(own(name))]).toEqual(
        existsSync(own(name))
          ? [expect.objectContaining({ exit_code: 0 }), true]
          : [expect.objectContaining(late), false],
      );
    }
    expect(existsSync(own("later"))).toBe(false);
  });
});
