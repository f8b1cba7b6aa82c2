import { buildDashboardIfStale } from "./dashboard-build.ts";
import { provideForTests } from "./testing/provide.ts";
import { runBrowserTests } from "./testing/run-e2e.ts";

const { browser } = provideForTests();
if (browser === undefined) {
  process.stderr.write("There is no Chromium here and none could be installed.\n");
  process.exit(1);
}
await buildDashboardIfStale();
const { failed } = await runBrowserTests(browser, process.argv.slice(2));
process.exit(failed > 0 ? 1 : 0);
