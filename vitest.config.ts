import { defineConfig } from "vitest/config";

// The control plane's tests run twice: on the embedded database and on a real Postgres, each with the same files, but for
// those that need two processes on one database.
const controlPlane = (name: "pglite" | "postgres") => ({
  extends: true as const,
  test: {
    name,
    include: ["control-plane/**/*.test.ts"],
    exclude: name === "pglite" ? ["control-plane/**/*.postgres.test.ts"] : [],
    globalSetup: [`control-plane/testing/${name}-setup.ts`],
  },
});

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // What is waited for comes sooner or later on a busy machine: a test does not pass or fail by the clock.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: { name: "lib", include: ["{lib,components,cli,scripts}/**/*.test.ts"] },
      },
      controlPlane("pglite"),
      controlPlane("postgres"),
    ],
  },
});
