import { type Command, Option } from "commander";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { findVolume } from "./find-volume.ts";
import { idArgument } from "./id-argument.ts";
import { jsonOption } from "./json-option.ts";
import { openBrowser } from "./open-browser.ts";
import { openClient } from "./open-client.ts";
import { say, sayJson, sayRows } from "./output.ts";
import { sayTable } from "./say-table.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const fields = () => new Option("--fields <names>", "only these fields, separated by commas");

/** The documented fields, which is what scripts rely on. */
const documented = (volume: Volume) => ({
  id: volume.id,
  name: volume.name,
  created_at: volume.created_at,
  used_bytes: volume.used_bytes,
  inode_count: volume.inode_count,
  mount_count: volume.mount_count,
  max_size_bytes: volume.max_size_bytes,
  max_file_count: volume.max_file_count,
  max_mounts: volume.max_mounts,
  last_reconciled_at: volume.last_reconciled_at,
  status: volume.status,
});

/** Every field of the contract, which the compiler holds it to: its schema would bring zod along. */
const FIELDS: Record<keyof Volume, true> = {
  id: true,
  name: true,
  created_at: true,
  used_bytes: true,
  inode_count: true,
  mount_count: true,
  max_size_bytes: true,
  max_file_count: true,
  max_mounts: true,
  last_reconciled_at: true,
  status: true,
  updated_at: true,
  cap_source: true,
  cap_kind: true,
  trash_bytes: true,
  actions: true,
};

/** @throws UsageError before anything is asked of the control plane */
function fieldsOf(text: string): string[] {
  const names = [...new Set(text.split(",").map((name) => name.trim()))].filter((name) => name !== "");
  const choice = `choose of ${Object.keys(FIELDS).join(", ")}`;
  if (names.length === 0) throw new UsageError(`--fields names no field: ${choice}`);
  const unknown = names.find((name) => !Object.hasOwn(FIELDS, name));
  if (unknown !== undefined) throw new UsageError(`a volume has no field "${unknown}": ${choice}`);
  return names;
}

function pick(volume: Volume, names: readonly string[]): Record<string, unknown> {
  const all: Record<string, unknown> = { ...volume };
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

export function registerVolumes(volume: Command): void {
  volume
    .command("create <name>")
    .description("Make a volume.")
    .addOption(jsonOption())
    .action(async (name: string) => sayJson(documented(await openClient().volumes.create({ name }))));

  volume
    .command("list")
    .description("List the volumes of the team.")
    .addOption(jsonOption())
    .addOption(fields())
    .action(async (options: { json?: true; fields?: string }) => {
      const names = options.fields === undefined ? null : fieldsOf(options.fields);
      const volumes = await openClient().volumes.list();
      if (names !== null) {
        const rows = volumes.map((one) => pick(one, names));
        return options.json ? sayJson(rows) : sayRows(rows, names);
      }
      if (options.json) return sayJson(volumes.map(documented));
      sayTable(
        "Volumes",
        ["ID", "Name", "Status", "Used", "Current cap"],
        volumes.map((one) => [one.id, one.name, one.status, one.used_bytes, one.max_size_bytes]),
      );
    });

  volume
    .command("get <name-or-id>")
    .description("Show a volume.")
    .addOption(jsonOption())
    .addOption(fields())
    .action(async (reference: string, options: { json?: true; fields?: string }) => {
      const names = options.fields === undefined ? null : fieldsOf(options.fields);
      const found = await findVolume(openClient(), reference);
      sayJson(names === null ? documented(found) : pick(found, names));
    });

  volume
    .command("delete <volume-id>")
    .description("Delete a volume and all in it.")
    .addOption(jsonOption())
    .action(async (id: string, options: { json?: true }) => {
      const api = openClient();
      // By its id alone: a name may mean another volume tomorrow.
      const { id: found } = await api.volumes.get(idArgument<VolumeId>(id));
      await api.volumes.delete(found);
      if (options.json) sayJson({ id: found, deleted: true });
      else say(`Deleted ${found}`);
    });

  volume
    .command("open <name-or-id>")
    .description("Open the volume's page in the browser.")
    .addOption(jsonOption())
    .action(async (reference: string, options: { json?: true }) => {
      const { id } = await findVolume(openClient(), reference);
      const url = `${readSettings().dashboardUrl}/volumes/${id}/files`;
      if (options.json) return sayJson({ url });
      say(url);
      openBrowser(url);
    });
}
