import type { SandboxId } from "#lib/api/ids.ts";
import { needTool } from "../../tools/run-tool.ts";
import type { Terminal } from "../runtime.ts";
import { enter, killSession, nextLine } from "./enter.ts";
import { asSandboxProcess, joined } from "./join.ts";
import type { Machine } from "./machine.ts";
import { hostPid } from "./processes.ts";
import { needFirstProcess, notReady } from "./run-record.ts";

const OPEN_DEADLINE_MS = 10_000;
const RESIZE_DEADLINE_MS = 5_000;

// On the new terminal: which one it is and who runs on it, then a shell in its place.
const ON_TERMINAL =
  'echo "$$ $(tty)" >&3; exec 3>&-; stty cols "$COLUMNS" rows "$LINES"; unset COLUMNS LINES; ' +
  "if [ -x /bin/bash ]; then exec /bin/bash -l; else exec /bin/sh -l; fi";

const size = (value: number) => String(Math.min(1000, Math.max(1, Math.round(value))));

/**
 * Opens a terminal in a sandbox with a shell on it. `script` makes it, inside: the host lends no terminal of its own.
 * @throws ApiError sandbox_not_ready
 */
export async function openTerminal(
  machine: Machine,
  id: SandboxId,
  { columns, rows }: { columns: number; rows: number },
): Promise<Terminal> {
  const argv = ["/usr/bin/script", "-qef", "-E", "always", "-c", ON_TERMINAL, "/dev/null"] as const;
  const env = { SHELL: "/bin/sh", COLUMNS: size(columns), LINES: size(rows) };
  const giveUp = AbortSignal.timeout(OPEN_DEADLINE_MS);
  const { line, session, ...running } = await enter(machine, id, { argv, env }, ":", giveUp);
  const said = await nextLine(line, giveUp).catch(async (error: unknown) => {
    await killSession(machine, id, session);
    throw notReady(id, "did not open a terminal in time", error);
  });
  const [, pid, tty] = /^(\d+) (\/dev\/pts\/\d+)$/.exec(said) ?? [];
  if (pid === undefined || tty === undefined) {
    await killSession(machine, id, session);
    throw new Error(`the terminal in ${id} says: ${said}`);
  }
  // The shell has a session of its own, as whoever has a terminal does.
  const shell = hostPid(machine, id, Number(pid));
  return {
    ...running,
    pid: Number(pid),
    kill: () => {
      void killSession(machine, id, session);
      if (shell !== null) void killSession(machine, id, shell);
    },
    resize: async (newColumns, newRows) => {
      const [file = "", ...args] = joined(machine, needFirstProcess(machine, id));
      const stty = ["/usr/bin/stty", "-F", tty, "cols", size(newColumns), "rows", size(newRows)];
      await needTool([file, ...args, ...asSandboxProcess(machine), ...stty], { deadlineMs: RESIZE_DEADLINE_MS });
    },
  };
}
