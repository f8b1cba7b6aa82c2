import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { registerAdmin } from "./admin.ts";
import { registerAttachments } from "./attachments.ts";
import { registerAuth } from "./auth.ts";
import { registerCompletion } from "./completion.ts";
import { registerDoctor } from "./doctor.ts";
import { fail } from "./fail.ts";
import { sandboxRoot, volumeRoot } from "./file-root.ts";
import { registerFiles } from "./files.ts";
import { registerSandboxes } from "./sandboxes.ts";
import { registerSearching } from "./searching.ts";
import { registerTransfers } from "./transfers.ts";
import { registerVolumes } from "./volumes.ts";

function createProgram(): Command {
  const program = new Command("nullspace")
    .description("Volumes, their files, and the sandboxes they are mounted into.")
    .version(packageJson.version)
    .showSuggestionAfterError()
    .exitOverride();
  const volume = program.command("volume").description("Durable shared file systems and their files.");
  registerVolumes(volume);
  registerFiles(volume, volumeRoot);
  registerSearching(volume, volumeRoot);
  registerTransfers(volume, volumeRoot);
  registerAttachments(volume);
  const sandbox = program.command("sandbox").description("Sandboxes, their files, and what runs in them.");
  registerSandboxes(sandbox);
  registerFiles(sandbox, sandboxRoot);
  registerSearching(sandbox, sandboxRoot);
  registerTransfers(sandbox, sandboxRoot);
  registerAuth(program);
  registerDoctor(program);
  registerAdmin(program);
  registerCompletion(program);
  // A group without a command shows its help and is wrong usage, as everywhere.
  return program;
}

async function main(): Promise<number> {
  const json = process.argv.includes("--json");
  try {
    await createProgram().parseAsync();
    return typeof process.exitCode === "number" ? process.exitCode : 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) return fail(error, { json });
    // Help and the version were asked for; of anything else commander has told people already.
    if (error.exitCode === 0) return 0;
    return json ? fail(error, { json }) : 2;
  }
}

// A reader that closes the pipe early, such as `head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await main();
