import type { System } from "../context.ts";
import type { SandboxRow } from "./find-sandbox.ts";

/** Where commands run unless told otherwise. */
export const DEFAULT_CWD = "/workspace";

/** Makes the directory in which the sandbox's commands run, by its own rights: where it may not, it is not made. */
export async function makeWorkingDirectory(system: System, { id, cwd }: SandboxRow): Promise<void> {
  if (cwd === DEFAULT_CWD) return;
  const made = await system.runtime.exec(id, { argv: ["mkdir", "-p", "--", cwd], cwd: "/" });
  made.stdin.end();
  made.stdout.resume();
  made.stderr.resume();
  await made.ended;
}
