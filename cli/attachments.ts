import { type Command, Option } from "commander";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { AttachmentId, SandboxId } from "#lib/api/ids.ts";
import { findVolume } from "./find-volume.ts";
import { idArgument } from "./id-argument.ts";
import { jsonOption } from "./json-option.ts";
import { openClient } from "./open-client.ts";
import { sayJson } from "./output.ts";
import { sayTable } from "./say-table.ts";

type Json = { json?: true };
type AttachFlags = Json & { subpath?: string; readOnly?: true; wait: boolean };
type WaitFlags = Json & { wait: boolean };

const noWait = () => new Option("--no-wait", "answer at once, before it is done");

const documented = ({ actions: _, ...attachment }: VolumeAttachment) => attachment;

export function sayAttachments(title: string, attachments: readonly VolumeAttachment[], asJson: boolean): void {
  if (asJson) sayJson(attachments.map(documented));
  else
    sayTable(
      title,
      ["ID", "Volume", "Sandbox", "Mount path", "Subpath", "Mode", "State", "Problem"],
      attachments.map((one) => [
        one.id,
        one.volume_name,
        one.sandbox_id,
        one.mount_path,
        one.subpath,
        one.read_only ? "ro" : "rw",
        one.state,
        one.last_error_code,
      ]),
    );
}

export function registerAttachments(volume: Command): void {
  volume
    .command("attachments <volume>")
    .description("List the sandboxes that a volume is attached to.")
    .addOption(jsonOption())
    .action(async (reference: string, flags: Json) => {
      const api = openClient();
      const { id, name } = await findVolume(api, reference);
      sayAttachments(`Attachments of ${name}`, await api.attachments.ofVolume(id), flags.json === true);
    });

  volume
    .command("attach <volume> <sandbox-id> <mount-path>")
    .description("Mount a volume into a running sandbox.")
    .option("--subpath <path>", "only this directory of the volume")
    .option("--read-only", "let nothing be written through this mount")
    .addOption(noWait())
    .addOption(jsonOption())
    .action(async (reference: string, sandbox: string, mountPath: string, flags: AttachFlags) => {
      const attachment = await openClient().attachments.attach(
        idArgument<SandboxId>(sandbox),
        { ref: reference, mount_path: mountPath, subpath: flags.subpath, read_only: flags.readOnly === true },
        { wait: flags.wait },
      );
      sayJson(documented(attachment));
    });

  const act = (name: "detach" | "remount", description: string) =>
    volume
      .command(`${name} <attachment-id>`)
      .description(description)
      .addOption(noWait())
      .addOption(jsonOption())
      .action(async (id: string, flags: WaitFlags) => {
        const api = openClient();
        const { sandbox_id, id: found } = await api.attachments.get(idArgument<AttachmentId>(id));
        sayJson(documented(await api.attachments[name](sandbox_id, found, { wait: flags.wait })));
      });
  act("detach", "Take a volume out of a sandbox.");
  act("remount", "Mount a volume anew at the same place.");

  volume
    .command("health <attachment-id>")
    .description("Look at a mount from inside its sandbox now; exit 1 when something is wrong with it.")
    .addOption(jsonOption())
    .action(async (id: string) => {
      const api = openClient();
      const { sandbox_id, id: found } = await api.attachments.get(idArgument<AttachmentId>(id));
      const looked = await api.attachments.check(sandbox_id, found);
      sayJson(documented(looked));
      if (looked.state !== "mounted" && looked.state !== "paused") process.exitCode = 1;
    });
}
