import { rm, stat } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { readConfig } from "#control-plane/config.ts";

/** Deletes the data directory: every volume, account and key of this installation. Asks first. */
async function reset(): Promise<void> {
  const { dataDirectory } = readConfig(process.env);
  if ((await stat(dataDirectory).catch(() => null)) === null) {
    process.stdout.write(`There is nothing at ${dataDirectory}.\n`);
    return;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `This deletes ${dataDirectory} with every volume, account and key in it, for good.\nStop the system first. Type "reset" to go on: `,
  );
  terminal.close();
  if (answer.trim() !== "reset") {
    process.stdout.write("Nothing was deleted.\n");
    return;
  }
  await rm(dataDirectory, { recursive: true });
  process.stdout.write("Deleted. The next start begins anew.\n");
}

await reset();
