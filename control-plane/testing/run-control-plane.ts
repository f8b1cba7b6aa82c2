import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";

const MAIN = join(import.meta.dirname, "../main.ts");

export const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

export type Ended = { code: number | null; signal: NodeJS.Signals | null };
export type ControlPlane = {
  process: ChildProcess;
  /** All that it has said so far. */
  output(): { out: string; err: string };
  ended: Promise<Ended>;
  /** Settles when it says that it listens, and fails when it ends before that. */
  ready: Promise<void>;
};

/**
 * Runs the control plane as a process of its own, with these variables and none of the test's.
 * @param within a command that runs the one after it in its own place, elsewhere
 */
export function runControlPlane(variables: Record<string, string>, within: readonly string[] = []): ControlPlane {
  const [file = process.execPath, ...args] = [...within, process.execPath, MAIN];
  const child = spawn(file, args, {
    env: { NODE_ENV: "production", PATH: process.env.PATH, NULLSPACE_LOG_LEVEL: "warn", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  const ended = new Promise<Ended>((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (out.includes("Control plane  http://")) resolve();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    ended.then(() => reject(new Error(`the control plane ended before it was ready: ${out}${err}`)));
  });
  // Who waits for the end does not wait for this.
  ready.catch(() => {});
  return { process: child, output: () => ({ out, err }), ended, ready };
}
