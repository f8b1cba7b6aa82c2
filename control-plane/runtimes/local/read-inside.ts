import { runTool } from "../../tools/run-tool.ts";
import { withRightsOf } from "./join.ts";
import type { Machine } from "./machine.ts";

/** How a read of a directory ended. */
export type Read = {
  /** Null when it did not end in time, or was ended. */
  code: number | null;
  /** What was wrong, in a line. */
  problem: string;
  latencyMs: number;
};

/** What reads: also by which a reader is told from everything else on this machine. */
export const READER = ["/usr/bin/find", "/proc/self/fd/3/", "-mindepth", "1", "-maxdepth", "1", "-quit"] as const;

/**
 * Reads an open directory as the root of a sandbox may: its first entry. By a process for this one alone, so that what hangs
 * holds nothing else; and not in the sandbox's own pid namespace, where it could be seen, frozen and ended.
 * @param pid the sandbox's first process
 * @param target a descriptor on the mount as the sandbox has it, open until this settles
 * @param options.signal ends the reader
 */
export async function readInside(
  machine: Machine,
  pid: number,
  target: number,
  options: { deadlineMs: number; signal?: AbortSignal },
): Promise<Read> {
  const began = performance.now();
  const { code, stderr } = await runTool([...withRightsOf(machine, pid), ...READER], {
    ...options,
    descriptors: [target],
  });
  return { code, problem: stderr.split("\n", 1)[0] ?? "", latencyMs: performance.now() - began };
}
