import { spawn } from "node:child_process";
import { buffer } from "node:stream/consumers";

export type Ran = { exit: number | null; stdout: string; stderr: string };

/**
 * Runs a command to its end, with the endpoint and the key of a system in its environment and nothing else of ours.
 * @param options.inherit all of ours as well, for tools that must reach a registry as this machine does
 * @param options.signal kills it at once; then it has no exit code
 */
export async function runCommand(
  command: readonly [string, ...string[]],
  options: {
    environment: Record<string, string>;
    cwd?: string;
    input?: string;
    inherit?: true;
    signal?: AbortSignal;
  },
): Promise<Ran> {
  const [file, ...args] = command;
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: {
      ...(options.inherit && process.env),
      NODE_ENV: "production",
      PATH: process.env.PATH,
      HOME: options.inherit ? process.env.HOME : (options.cwd ?? process.env.HOME),
      LANG: "C.UTF-8",
      ...options.environment,
    },
  });
  options.signal?.addEventListener("abort", () => child.kill("SIGKILL"));
  child.stdin.end(options.input ?? "");
  const [exit, stdout, stderr] = await Promise.all([
    new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    }),
    buffer(child.stdout),
    buffer(child.stderr),
  ]);
  return { exit, stdout: stdout.toString("utf8"), stderr: stderr.toString("utf8") };
}
