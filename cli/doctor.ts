import type { Command } from "commander";
import { jsonOption } from "./json-option.ts";
import { openClient } from "./open-client.ts";
import { sayJson } from "./output.ts";
import { sayTable } from "./say-table.ts";
import { readSettings } from "./settings.ts";

type Probe = { name: string; status: "pass" | "fail"; message: string; fix: string | null };

async function probe(name: string, fix: string, look: () => Promise<string>): Promise<Probe> {
  try {
    return { name, status: "pass", message: await look(), fix: null };
  } catch (error) {
    return { name, status: "fail", message: error instanceof Error ? error.message : String(error), fix };
  }
}

export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("Check the settings, and that the control plane answers.")
    .addOption(jsonOption())
    .action(async ({ json }: { json?: true }) => {
      const { apiUrl } = readSettings();
      const probes = [
        await probe("api_reachability", "Check NULLSPACE_API_URL and that the control plane runs.", async () => {
          const { status } = await fetch(`${apiUrl}/healthz`).catch(() => {
            throw new Error(`${apiUrl} does not answer`);
          });
          return `${apiUrl} answered ${status}`;
        }),
        await probe("key_validity", "Set NULLSPACE_API_KEY, or run: nullspace auth login", async () => {
          await openClient().volumes.list();
          return "The key holds";
        }),
        await probe("sandboxes", "See the reason; the README says what a host needs.", async () => {
          const runtime = await openClient().sandboxes.runtime();
          if (!runtime.available) throw new Error(runtime.reason ?? "This deployment runs no sandboxes");
          return `Sandboxes run here; new volumes are kept as ${runtime.store}`;
        }),
      ];
      const ok = probes.every(({ status }) => status === "pass");
      if (json) sayJson({ ok, probes });
      else
        sayTable(
          "Nullspace Doctor",
          ["Probe", "Status", "Message", "Fix"],
          probes.map((one) => [one.name, one.status, one.message, one.fix]),
        );
      if (!ok) process.exitCode = 1;
    });
}
