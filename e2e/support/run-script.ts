import { join } from "node:path";
import { expect } from "@playwright/test";
import { runCommand } from "./run-command.ts";

const SCRIPTS = join(import.meta.dirname, "../sdk");

/** The command that runs one of the scripts for the official client. */
export const scriptCommand = (client: { python: string }, name: string, args: readonly string[] = []) =>
  // It leaves no compiled copies in the checkout.
  [client.python, "-B", join(SCRIPTS, name), ...args] as const;

/** Runs a script for the official client to its end: it must say nothing on stderr, and `ok` last. Answers its lines. */
export async function runScript(
  client: { python: string },
  name: string,
  environment: Record<string, string>,
  args: readonly string[] = [],
): Promise<string[]> {
  const ran = await runCommand(scriptCommand(client, name, args), { environment });
  expect(ran.stderr).toBe("");
  const lines = ran.stdout.trimEnd().split("\n");
  expect(lines.at(-1)).toBe("ok");
  expect(ran.exit).toBe(0);
  return lines;
}
