import { join } from "node:path";
import { readConfig } from "#control-plane/config.ts";
import { prepareDataDirectory } from "#control-plane/server/prepare-data-directory.ts";
import { aptInstall, missingForSandboxes } from "./apt-install.ts";
import { checkPort } from "./check-port.ts";
import { Children } from "./children.ts";
import { buildDashboardIfStale, NEXT } from "./dashboard-build.ts";
import { forgetRunning, noteRunning } from "./running.ts";

const CONTROL_PLANE = join(import.meta.dirname, "../control-plane/main.ts");
const development = process.argv.includes("--dev");

/** Starts the control plane and the dashboard, and stops both together. */
async function start(): Promise<number> {
  if (process.platform !== "linux")
    throw new Error(
      "The control plane runs on Linux (WSL2 included). Here, run the dashboard alone: npm run start:dashboard",
    );
  const config = readConfig(process.env);
  await checkPort(config.host, config.apiPort, "NULLSPACE_API_PORT");
  await checkPort(config.host, config.dashboardPort, "PORT");
  aptInstall(missingForSandboxes());
  if (!development) await buildDashboardIfStale();

  noteRunning(await prepareDataDirectory(config.dataDirectory));
  const children = new Children();
  children.start({
    name: "control plane",
    args: [...(development ? ["--watch-path=control-plane", "--watch-path=lib/api"] : []), CONTROL_PLANE],
    // On a terminal a person reads along: requests are noise there, a service log wants them.
    env: {
      ...process.env,
      NULLSPACE_LOG_LEVEL: process.env.NULLSPACE_LOG_LEVEL ?? (process.stdout.isTTY ? "warn" : "info"),
    },
  });
  children.start({
    name: "dashboard",
    args: [NEXT, development ? "dev" : "start", "-H", config.host, "-p", String(config.dashboardPort)],
    env: {
      ...process.env,
      NODE_ENV: development ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NULLSPACE_API_URL:
        process.env.NULLSPACE_API_URL ??
        `http://${config.host === "0.0.0.0" ? "127.0.0.1" : config.host}:${config.apiPort}`,
    },
    onLine: (line) => {
      // Next's banner names addresses of its own; ours follow once, in one form.
      if (/Ready in/.test(line)) process.stdout.write(`Dashboard      http://localhost:${config.dashboardPort}\n`);
      else if (development || /rror|⨯/.test(line)) process.stdout.write(`${line}\n`);
    },
  });
  return children.ended().finally(() => forgetRunning(config.dataDirectory));
}

start().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
