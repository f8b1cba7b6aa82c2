import { fork } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What no answer may ever contain. */
export const SECRET = "this lies outside of the volume";

/** Everything about a place that a verb could change: names, modes, owners, times, links and contents. */
function stateOf(directory: string): unknown[] {
  return ["", ...readdirSync(directory).toSorted()].map((name) => {
    const path = join(directory, name);
    const { mode, uid, gid, nlink, ino, mtimeNs, ctimeNs } = lstatSync(path, { bigint: true });
    const content =
      name === "" ? readdirSync(path).toSorted() : lstatSync(path).isFile() ? readFileSync(path, "utf8") : "";
    return [name, mode, uid, gid, nlink, ino, mtimeNs, ctimeNs, content].map(String);
  });
}

export type HostileWriter = {
  /** The place that its links lead to, with `SECRET` in it, as it is now and as it was at first. */
  outside: { now(): unknown[]; before: unknown[] };
  stop(): Promise<void>;
};

/**
 * Starts a process that swaps things in a volume for links and FIFOs, until it is stopped.
 * @param data the volume's `data` directory
 * @param outside a directory to be made, beside the volume
 */
export async function startHostileWriter(data: string, outside: string): Promise<HostileWriter> {
  mkdirSync(outside, { mode: 0o750 });
  mkdirSync(join(outside, "e"), { mode: 0o750 });
  for (const name of ["secret", "f"]) writeFileSync(join(outside, name), SECRET, { mode: 0o640 });
  // An ordinary user cannot give the writer another name, so there nobody may write outside while it runs.
  const root = process.getuid?.() === 0;
  if (!root) chmodSync(outside, 0o550);
  const before = stateOf(outside);
  const child = fork(new URL("./hostile-writer-process.ts", import.meta.url), [data, outside]);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await Promise.race([new Promise((resolve) => child.once("message", resolve)), ended]);
  if (child.exitCode !== null) throw new Error(`the hostile writer ended with ${child.exitCode}`);
  let last: unknown[] | null = null;
  return {
    outside: { now: () => last ?? stateOf(outside), before },
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
      last ??= stateOf(outside);
      if (!root) chmodSync(outside, 0o750);
    },
  };
}
