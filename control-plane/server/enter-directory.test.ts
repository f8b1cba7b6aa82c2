import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { afterEach, expect, it } from "vitest";

const directory = `/nowhere/${randomBytes(8).toString("hex")}`;
const children: ChildProcess[] = [];

/** Whether a new process was alone when it entered. */
async function enter(): Promise<{ alone: unknown; end(): Promise<void> }> {
  const child = fork(new URL("../testing/enter-and-wait.ts", import.meta.url), [directory], { execArgv: [] });
  children.push(child);
  const [alone] = await once(child, "message");
  return {
    alone,
    end: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

it("tells the one process that is alone in a directory, of any that begin at once", async () => {
  const begun = await Promise.all([enter(), enter(), enter()]);
  expect(begun.map(({ alone }) => alone).toSorted()).toEqual([false, false, true]);
  for (const { end } of begun) await end();
  expect((await enter()).alone).toBe(true);
});

it("keeps one that comes back from believing itself alone while another works", async () => {
  const [first, second] = [await enter(), await enter()];
  await first.end();
  expect([first.alone, second.alone, (await enter()).alone]).toEqual([true, false, false]);
});
