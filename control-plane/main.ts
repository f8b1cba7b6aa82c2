import type { HttpBindings } from "@hono/node-server";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { type App, createApp } from "./http/app.ts";
import { answerUpgrades } from "./http/upgrades.ts";
import { issueSetupToken } from "./identity/issue-setup-token.ts";
import { lockDataDirectory } from "./server/lock-data-directory.ts";
import { prepareDataDirectory } from "./server/prepare-data-directory.ts";
import { serve, stopServing } from "./server/serve.ts";
import { StartError } from "./server/start-error.ts";
import { startSystem } from "./start-system.ts";

/** How long answers in progress may take to end after the process was told to, in milliseconds. */
const GRACE_MS = 10_000;

async function prepare(): Promise<Config> {
  if (process.platform !== "linux")
    throw new StartError("The control plane runs on Linux (WSL2 included). Elsewhere, run the dashboard alone.");
  const config = readConfig(process.env);
  const dataDirectory = await prepareDataDirectory(config.dataDirectory);
  if (config.databaseUrl === undefined) await lockDataDirectory(dataDirectory);
  return { ...config, dataDirectory };
}

const starting = () =>
  new Response("The control plane is starting.\n", { status: 503, headers: { "retry-after": "1" } });

async function main(): Promise<void> {
  const config = await prepare();
  const stopping = new AbortController();
  // The address first: whether it can be had is known at once, while a database may take seconds to open.
  let app: App | null = null;
  const answer = (request: Request, env: HttpBindings) => app?.fetch(request, env) ?? starting();
  const server = await serve(answer, { host: config.host, port: config.apiPort });
  answerUpgrades(server, answer);
  const { system, stop } = await startSystem(config, stopping.signal);
  app = createApp(system);
  // Never through the log: whoever has the link becomes the owner.
  const setupToken = await issueSetupToken(system);
  if (setupToken !== null)
    process.stdout.write(`Set up this installation: ${config.dashboardOrigins[0]}/setup?token=${setupToken}\n`);
  // Last, so that whoever waits for this line has read all that a start says.
  process.stdout.write(`Control plane  http://localhost:${config.apiPort}\n`);

  const end = async () => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    await stopServing(server, GRACE_MS);
    await stop();
    process.exit(0);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}

main().catch((error: unknown) => {
  const expected = error instanceof StartError || error instanceof ConfigError;
  process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
