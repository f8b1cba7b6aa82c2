import { type Command, InvalidArgumentError } from "commander";
import type { SandboxId } from "#lib/api/ids.ts";
import { idArgument } from "./id-argument.ts";
import { jsonOption } from "./json-option.ts";
import { openClient } from "./open-client.ts";
import { say, sayJson } from "./output.ts";
import { sayTable } from "./say-table.ts";

type Json = { json?: true };

function pidArgument(text: string): number {
  const pid = Number(text);
  if (!Number.isSafeInteger(pid) || pid < 1) throw new InvalidArgumentError("must be the number of a process");
  return pid;
}

async function list(id: string, flags: Json): Promise<void> {
  const processes = await openClient().sandboxes.processes(idArgument<SandboxId>(id));
  if (flags.json) {
    sayJson(processes);
    return;
  }
  const rows = processes.map((one) => [one.pid, one.running ? "running" : "ended", one.command]);
  sayTable(`Processes of ${id}`, ["PID", "State", "Command"], rows);
}

/** What runs in a sandbox. */
export function registerProcesses(sandbox: Command): void {
  const group = sandbox.command("process").description("What runs in it.");
  group
    .command("list <sandbox-id>")
    .description("List what runs in it, and what ran in the background.")
    .addOption(jsonOption())
    .action(list);

  group
    .command("logs <sandbox-id>")
    .argument("<pid>", "of a command that was started with exec --background", pidArgument)
    .description("Print what a background command has said.")
    .addOption(jsonOption())
    .action(async (id: string, pid: number, flags: Json) => {
      const logs = await openClient().sandboxes.logs(idArgument<SandboxId>(id), pid);
      if (flags.json) return sayJson(logs);
      process.stdout.write(logs.stdout);
      process.stderr.write(logs.stderr);
    });

  group
    .command("kill <sandbox-id>")
    .argument("<pid>", "as process list prints it", pidArgument)
    .description("End a process.")
    .addOption(jsonOption())
    .action(async (id: string, pid: number, flags: Json) => {
      await openClient().sandboxes.killProcess(idArgument<SandboxId>(id), pid);
      if (flags.json) sayJson({ pid, killed: true });
      else say(`Killed ${pid} in ${id}`);
    });
}
