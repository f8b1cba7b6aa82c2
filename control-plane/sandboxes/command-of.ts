import { posix } from "node:path";
import type { ExecInput } from "#lib/api/exec.ts";
import type { Command } from "../runtimes/runtime.ts";
import type { SandboxRow } from "./find-sandbox.ts";

const SHELL = "/bin/sh";

type Asked = Pick<ExecInput, "command" | "args" | "shell" | "cwd" | "envs">;

/** A line for the shell, as people type it, unless its arguments are given one by one. */
function argvOf({ command, args, shell }: Asked): Command["argv"] {
  const given = args ?? [];
  const isLine = shell ?? given.length === 0;
  if (!isLine) return [command, ...given];
  return given.length === 0 ? [SHELL, "-c", command] : [SHELL, "-c", command, SHELL, ...given];
}

/** What is to be run, with the directory and the variables of the sandbox where the command has none of its own. */
export const commandOf = (sandbox: Pick<SandboxRow, "cwd" | "envs">, asked: Asked): Command => ({
  argv: argvOf(asked),
  cwd: posix.resolve(sandbox.cwd, asked.cwd ?? "."),
  env: { ...sandbox.envs, ...asked.envs },
});
