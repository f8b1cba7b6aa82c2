import { type Command, InvalidArgumentError, Option } from "commander";
import type { SandboxId, SnapshotId } from "#lib/api/ids.ts";
import type { CreateSandboxInput, Sandbox } from "#lib/api/sandboxes.ts";
import { sayAttachments } from "./attachments.ts";
import { idArgument } from "./id-argument.ts";
import { jsonOption } from "./json-option.ts";
import { openClient } from "./open-client.ts";
import { note, say, sayJson } from "./output.ts";
import { registerProcesses } from "./processes.ts";
import { sayTable } from "./say-table.ts";
import { UsageError } from "./usage-error.ts";

type Json = { json?: true };
type CreateFlags = Json & {
  template?: string;
  snapshotId?: string;
  vcpus?: number;
  memory?: number;
  timeout?: number;
  timeoutAction?: "destroy" | "hibernate";
  cwd?: string;
  env?: string[];
  metadata?: string[];
  volume?: string[];
};
type ExecFlags = Json & { timeout?: number; cwd?: string; env?: string[]; shell?: true; background?: true };

const documented = ({ actions: _, ...sandbox }: Sandbox) => sandbox;

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("must be a whole number from 1 on");
  return number;
}

/** `KEY=VALUE` entries as an object. */
function entries(given: readonly string[] | undefined, flag: string): Record<string, string> {
  return Object.fromEntries(
    (given ?? []).map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`${flag} must be KEY=VALUE`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

const TRUE = new Set(["true", "1", "yes"]);

/** `ref=team-data,mount=/data,subpath=/datasets,ro=true` */
function mountOf(text: string) {
  const given = new Map(text.split(",").map((part) => [part.split("=")[0] ?? "", part.slice(part.indexOf("=") + 1)]));
  for (const name of given.keys())
    if (!["ref", "mount", "subpath", "ro"].includes(name)) throw new UsageError(`unsupported --volume field: ${name}`);
  const [ref, mount] = [given.get("ref"), given.get("mount")];
  if (!ref || !mount) throw new UsageError("--volume needs ref= and mount=");
  return { ref, mount_path: mount, subpath: given.get("subpath"), read_only: TRUE.has(given.get("ro") ?? "false") };
}

function inputOf(flags: CreateFlags): CreateSandboxInput {
  return {
    ...(flags.snapshotId === undefined
      ? { template: flags.template ?? "base" }
      : { snapshot_id: flags.snapshotId as SnapshotId }),
    vcpus: flags.vcpus,
    memory_mb: flags.memory,
    timeout_ms: flags.timeout === undefined ? undefined : flags.timeout * 1000,
    timeout_action: flags.timeoutAction,
    cwd: flags.cwd,
    envs: entries(flags.env, "--env"),
    metadata: entries(flags.metadata, "--metadata"),
    volumes: flags.volume?.map(mountOf),
  };
}

function registerLife(sandbox: Command): void {
  sandbox
    .command("create")
    .description("Start a sandbox, with volumes mounted.")
    .option("--template <name>", "what it is made from", "base")
    .option("--snapshot-id <id>", "or a snapshot")
    .addOption(new Option("--vcpus <n>").argParser(whole))
    .addOption(new Option("--memory <MB>").argParser(whole))
    .addOption(new Option("--timeout <seconds>", "how long it may live").argParser(whole))
    .addOption(new Option("--timeout-action <action>").choices(["destroy", "hibernate"]))
    .option("--cwd <path>", "where commands start")
    .option("--env <KEY=VALUE...>", "for every command in it")
    .option("--metadata <KEY=VALUE...>", "to find it by")
    .option("--volume <mount...>", "ref=<name-or-id>,mount=<path>[,subpath=<path>][,ro=true]")
    .addOption(jsonOption())
    .action(async (flags: CreateFlags) => sayJson(documented(await openClient().sandboxes.create(inputOf(flags)))));

  sandbox
    .command("list")
    .description("List the sandboxes.")
    .addOption(jsonOption())
    .action(async (flags: Json) => {
      const sandboxes = await openClient().sandboxes.list();
      if (flags.json) return sayJson(sandboxes.map(documented));
      sayTable(
        "Sandboxes",
        ["ID", "Status", "Template", "Volumes", "Created"],
        sandboxes.map((one) => [
          one.id,
          one.unreachable_since ? "out of reach" : one.status,
          one.template,
          one.volume_attachments.length,
          one.created_at,
        ]),
      );
    });

  sandbox
    .command("get <sandbox-id>")
    .description("Show a sandbox.")
    .addOption(jsonOption())
    .action(async (id: string) => sayJson(documented(await openClient().sandboxes.get(idArgument<SandboxId>(id)))));

  sandbox
    .command("kill <sandbox-id>")
    .description("Destroy a sandbox. Its own files go, its volumes stay.")
    .addOption(jsonOption())
    .action(async (id: string, flags: Json) => {
      await openClient().sandboxes.destroy(idArgument<SandboxId>(id));
      if (flags.json) sayJson({ id, status: "destroyed" });
      else say(`Destroyed ${id}`);
    });

  for (const name of ["pause", "fork"] as const)
    sandbox
      .command(`${name} <sandbox-id>`)
      .description(name === "pause" ? "Hold its processes still." : "Start another with its files and mounts.")
      .addOption(jsonOption())
      .action(async (id: string) => sayJson(documented(await openClient().sandboxes[name](idArgument<SandboxId>(id)))));

  sandbox
    .command("hibernate <sandbox-id>")
    .description("Keep its files and mounts, and end its processes.")
    .addOption(jsonOption())
    .action(async (id: string) => sayJson(await openClient().sandboxes.hibernate(idArgument<SandboxId>(id))));

  sandbox
    .command("resume <sandbox-or-snapshot-id>")
    .description("Go on with a paused or hibernated sandbox.")
    .addOption(jsonOption())
    .action(async (id: string) => sayJson(documented(await openClient().sandboxes.resume(idArgument<SandboxId>(id)))));

  sandbox
    .command("timeout")
    .description("How long a sandbox may live.")
    .command("set <sandbox-id>")
    .requiredOption("--seconds <n>", "from now on", whole)
    .addOption(new Option("--action <action>").choices(["destroy", "hibernate"]))
    .addOption(jsonOption())
    .action(async (id: string, flags: { seconds: number; action?: "destroy" | "hibernate" }) => {
      const api = openClient();
      const sandboxId = idArgument<SandboxId>(id);
      await api.sandboxes.setTimeout(sandboxId, { timeout_ms: flags.seconds * 1000, timeout_action: flags.action });
      sayJson(documented(await api.sandboxes.get(sandboxId)));
    });
}

function registerInside(sandbox: Command): void {
  sandbox
    .command("exec <sandbox-id> <command> [arguments...]")
    .description("Run a command in it; the exit code is the command's. Its own flags go behind --.")
    .addOption(new Option("--timeout <seconds>").argParser(whole))
    .option("--cwd <path>")
    .option("--env <KEY=VALUE...>")
    .option("--shell", "let the sandbox's shell read it")
    .option("--background", "do not wait for it")
    .addOption(jsonOption())
    .action(async (id: string, command: string, args: string[], flags: ExecFlags) => {
      const ran = await openClient().sandboxes.exec(idArgument<SandboxId>(id), {
        command,
        ...(args.length > 0 && { args }),
        ...(flags.timeout !== undefined && { timeout_secs: flags.timeout }),
        ...(flags.cwd !== undefined && { cwd: flags.cwd }),
        ...(flags.env !== undefined && { envs: entries(flags.env, "--env") }),
        shell: flags.shell === true,
        background: flags.background === true,
      });
      if (flags.json) sayJson(ran);
      else {
        process.stdout.write(ran.stdout);
        process.stderr.write(ran.stderr);
        if (flags.background) note(`pid ${ran.pid}`);
      }
      process.exitCode = ran.exit_code;
    });

  sandbox
    .command("attachments <sandbox-id>")
    .description("List the volumes that are attached to it.")
    .addOption(jsonOption())
    .action(async (id: string, flags: Json) => {
      const attachments = await openClient().attachments.ofSandbox(idArgument<SandboxId>(id));
      sayAttachments(`Volumes of ${id}`, attachments, flags.json === true);
    });
}

function registerSnapshots(sandbox: Command): void {
  const snapshot = sandbox.command("snapshot").description("Its files and mounts, to start others from.");
  snapshot
    .command("create <sandbox-id>")
    .addOption(jsonOption())
    .action(async (id: string) => sayJson(await openClient().sandboxes.snapshot(idArgument<SandboxId>(id))));
  snapshot
    .command("list <sandbox-id>")
    .addOption(jsonOption())
    .action(async (id: string, flags: Json) => {
      const snapshots = await openClient().sandboxes.snapshots(idArgument<SandboxId>(id));
      if (flags.json) return sayJson(snapshots);
      const rows = snapshots.map((one) => [one.id, one.size_bytes, one.created_at]);
      sayTable(`Snapshots of ${id}`, ["ID", "Bytes", "Created"], rows);
    });
  snapshot
    .command("delete <snapshot-id>")
    .addOption(jsonOption())
    .action(async (id: string, flags: Json) => {
      await openClient().sandboxes.deleteSnapshot(idArgument<SnapshotId>(id));
      if (flags.json) sayJson({ id, deleted: true });
      else say(`Deleted ${id}`);
    });
}

export function registerSandboxes(sandbox: Command): void {
  registerLife(sandbox);
  registerInside(sandbox);
  registerProcesses(sandbox);
  registerSnapshots(sandbox);
}
