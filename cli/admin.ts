import { type Command, InvalidArgumentError } from "commander";
import { createRequest } from "#lib/api/client/request.ts";
import type { ForgottenHost, Host } from "#lib/api/hosts.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { jsonOption } from "./json-option.ts";
import { sayJson } from "./output.ts";
import { sayTable } from "./say-table.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const UNITS: Record<string, number> = { "": 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** Bytes, or a size such as `2GiB`; `default` for none of its own. */
function size(text: string): number | null {
  if (text === "default") return null;
  const [, number, unit = ""] = /^(\d+)([KMGT]iB)?$/.exec(text) ?? [];
  const bytes = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (!Number.isSafeInteger(bytes) || bytes < 1)
    throw new InvalidArgumentError("must be bytes, a size such as 2GiB, or default");
  return bytes;
}

/** Asks as the operator. @throws UsageError without the operator's key */
function operatorRequest() {
  const { apiUrl, operatorKey } = readSettings();
  if (operatorKey === undefined) throw new UsageError("set NULLSPACE_OPERATOR_KEY first");
  return createRequest({ baseUrl: apiUrl, headers: () => ({ authorization: `Bearer ${operatorKey}` }) });
}

export function registerAdmin(program: Command): void {
  const admin = program
    .command("admin")
    .description("What an operator of the deployment may do, with NULLSPACE_OPERATOR_KEY.");

  admin
    .command("set-cap <volume-or-team-id> <size>")
    .description("Set how much a volume, or each volume of a team, may hold.")
    .addOption(jsonOption())
    .action(async (id: string, text: string) => {
      const max_size_bytes = size(text);
      const noun = id.startsWith("team_") ? "teams" : "volumes";
      const path = `/v1/admin/${noun}/${encodeURIComponent(id)}/cap`;
      const changed = await operatorRequest()<Volume | undefined>("PUT", path, { body: { max_size_bytes } });
      sayJson(changed ?? { id, max_size_bytes });
    });

  admin
    .command("hosts")
    .description("List the machines that run sandboxes, and which of them are silent.")
    .addOption(jsonOption())
    .action(async (flags: { json?: true }) => {
      const hosts = await operatorRequest()<Host[]>("GET", "/v1/admin/hosts");
      if (flags.json) return sayJson(hosts);
      sayTable(
        "Machines",
        ["ID", "Name", "Heard from", "Silent", "Sandboxes", "Snapshots"],
        hosts.map((one) => [one.id, one.name, one.seen_at, one.silent ? "yes" : "no", one.sandboxes, one.snapshots]),
      );
    });

  admin
    .command("forget-host <host-id>")
    .description(
      "Take a silent machine that is gone for good out of the deployment: its sandboxes are destroyed, its snapshots deleted.",
    )
    .addOption(jsonOption())
    .action(async (id: string) => {
      sayJson(await operatorRequest()<ForgottenHost>("DELETE", `/v1/admin/hosts/${encodeURIComponent(id)}`));
    });
}
