import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";

type Program = { name: string; args: readonly string[]; env: NodeJS.ProcessEnv; onLine?: (line: string) => void };

/**
 * Programs that live and die together: the first to end takes the others with it.
 * Each is the head of its own process group, so that Ctrl-C reaches it once, from here, and not a second time from the
 * terminal: a second signal would cut uploads that the first one lets finish.
 */
export class Children {
  readonly #running = new Map<string, ChildProcess>();
  #stopping = false;

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => this.stop(signal));
  }

  start({ name, args, env, onLine }: Program): void {
    const child = spawn(process.execPath, args, { env, detached: true, stdio: ["ignore", "pipe", "inherit"] });
    this.#running.set(name, child);
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (onLine === undefined) return void process.stdout.write(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    });
  }

  stop(signal: NodeJS.Signals): void {
    // A second Ctrl-C is passed on as well: it means "now".
    this.#stopping = true;
    for (const child of this.#running.values()) if (child.pid !== undefined) process.kill(-child.pid, signal);
  }

  /** Waits until all have ended. Returns the exit code of this command: that of the program which ended by itself. */
  async ended(): Promise<number> {
    let code = 0;
    await Promise.all(
      [...this.#running].map(async ([name, child]) => {
        const [exit, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
        this.#running.delete(name);
        if (this.#stopping) return;
        code = exit ?? 128 + (signal === null ? 0 : constants.signals[signal]);
        this.stop("SIGTERM");
      }),
    );
    return code;
  }
}
