import { checkPort } from "./check-port.ts";
import { Children } from "./children.ts";
import { buildDashboardIfStale, NEXT } from "./dashboard-build.ts";

/** Starts the dashboard alone, for a control plane that runs elsewhere (`NULLSPACE_API_URL`). */
async function startDashboard(): Promise<number> {
  const host = process.env.NULLSPACE_HOST || "127.0.0.1";
  const port = Number(process.env.PORT || 3000);
  await checkPort(host, port, "PORT");
  await buildDashboardIfStale();
  const children = new Children();
  children.start({
    name: "dashboard",
    args: [NEXT, "start", "-H", host, "-p", String(port)],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  return children.ended();
}

startDashboard().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
