import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Command } from "commander";
import { jsonOption } from "./json-option.ts";
import { say, sayJson } from "./output.ts";
import { readStdin } from "./read-stdin.ts";
import { configFile } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

/** Asks without showing what is typed: a key must not stay on the screen. */
async function askSecretly(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const answer = await lines.question("");
  lines.close();
  process.stderr.write("\n");
  return answer.trim();
}

export function registerAuth(program: Command): void {
  program
    .command("auth")
    .description("Authentication.")
    .command("login")
    .description("Keep an API key for this machine. It is asked for, or read from what is piped in.")
    .option("--api-url <url>", "where the control plane answers")
    .addOption(jsonOption())
    .action(async ({ apiUrl, json }: { apiUrl?: string; json?: true }) => {
      const key = process.stdin.isTTY ? await askSecretly("API key: ") : (await readStdin()).toString("utf8").trim();
      if (key === "") throw new UsageError("no key was given");
      const path = configFile();
      const before = await readFile(path, "utf8").then(JSON.parse, () => ({}));
      const staged = `${path}.${process.pid}`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const config = { ...before, api_key: key, ...(apiUrl && { base_url: apiUrl.replace(/\/+$/, "") }) };
      await writeFile(staged, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
      await chmod(staged, 0o600);
      await rename(staged, path);
      // Without the key: what is printed ends up in logs.
      if (json) sayJson({ path, api_url: config.base_url ?? null });
      else say(`Kept in ${path}`);
    });
}
