import { defineConfig } from "@playwright/test";

const browser = process.env.NULLSPACE_TEST_BROWSER;

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  // Two cores: a third browser would only make the others wait.
  workers: 2,
  fullyParallel: false,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  reporter: [["list"], ["json"]],
  use: {
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    actionTimeout: 20_000,
    navigationTimeout: 45_000,
    trace: "retain-on-failure",
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      // Chromium's sandbox does not start as root, and on a closed network its own services only wait.
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-gpu",
        "--no-first-run",
      ],
    },
  },
});
