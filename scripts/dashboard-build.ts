import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const STAMP = join(ROOT, ".next/build-of");
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "next.config.js",
  "postcss.config.js",
  "proxy.ts",
  "package-lock.json",
  "tsconfig.json",
];
export const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

async function* filesOf(path: string): AsyncGenerator<string> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  if (entries === null) return yield path;
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) yield* filesOf(join(path, entry.name));
}

/** A digest of everything the build is made of. */
async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of SOURCES)
    for await (const file of filesOf(join(ROOT, source))) {
      if (file.endsWith(".test.ts")) continue;
      hash.update(file.slice(ROOT.length)).update(await readFile(file).catch(() => ""));
    }
  return hash.digest("hex");
}

/** Builds the dashboard when it was never built or its sources have changed since. */
export async function buildDashboardIfStale(): Promise<void> {
  const wanted = await fingerprint();
  if ((await readFile(STAMP, "utf8").catch(() => "")) === wanted) return;
  process.stdout.write("Building the dashboard (once after every change)…\n");
  const build = spawn(process.execPath, [NEXT, "build"], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  const [code] = (await once(build, "exit")) as [number | null];
  if (code !== 0) throw new Error("The dashboard did not build; the lines above say why.");
  await writeFile(STAMP, wanted);
}
