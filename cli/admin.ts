import { type Command, InvalidArgumentError, Option } from "commander";
import { createRequest } from "#lib/api/client/request.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { sayJson } from "./output.ts";
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

export function registerAdmin(program: Command): void {
  program
    .command("admin")
    .description("What an operator of the deployment may do, with NULLSPACE_OPERATOR_KEY.")
    .command("set-cap <volume-or-team-id> <size>")
    .description("Set how much a volume, or each volume of a team, may hold.")
    .addOption(new Option("--json", "print JSON"))
    .action(async (id: string, text: string) => {
      const max_size_bytes = size(text);
      const { apiUrl, operatorKey } = readSettings();
      if (operatorKey === undefined) throw new UsageError("set NULLSPACE_OPERATOR_KEY first");
      const noun = id.startsWith("team_") ? "teams" : "volumes";
      const request = createRequest({ baseUrl: apiUrl, headers: () => ({ authorization: `Bearer ${operatorKey}` }) });
      const path = `/v1/admin/${noun}/${encodeURIComponent(id)}/cap`;
      const changed = await request<Volume | undefined>("PUT", path, { body: { max_size_bytes } });
      sayJson(changed ?? { id, max_size_bytes });
    });
}
