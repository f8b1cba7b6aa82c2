import { buildCli } from "../../scripts/build-cli.ts";
import { officialClient } from "./official-client.ts";

/** The command lines that the guides' lines are for, each with why it cannot run here, or null. */
export async function commandLines(): Promise<
  { name: string; command: () => Promise<[string, ...string[]]>; missing: string | null }[]
> {
  const official = await officialClient();
  return [
    { name: "our command line", command: async () => [process.execPath, await buildCli()], missing: null },
    "missing" in official
      ? { name: "the official command line", command: async () => [""], missing: official.missing }
      : { name: "the official command line", command: async () => [official.cli], missing: null },
  ];
}
