import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { aptInstall, missingForSandboxes } from "../apt-install.ts";

const CHROMIUM = "/usr/bin/chromium";
const POSTGRES = "/usr/lib/postgresql";
const PYTHON = "/usr/bin/python3";
const hasPostgres = () => existsSync(POSTGRES) && readdirSync(POSTGRES).length > 0;

function playwrightChromium(): boolean {
  const cli = join(createRequire(import.meta.url).resolve("playwright-core/package.json"), "../cli.js");
  try {
    execFileSync(process.execPath, [cli, "install", "chromium-headless-shell"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs what the tests need and the machine lacks, where that is allowed (as root on Debian).
 * Returns the path of the browser: null for Playwright's own, undefined when there is none.
 */
export function provideForTests(): { browser: string | null | undefined; postgres: boolean } {
  aptInstall([
    ...(existsSync(CHROMIUM) ? [] : ["chromium"]),
    ...(hasPostgres() ? [] : ["postgresql"]),
    ...(existsSync(PYTHON) ? [] : ["python3"]),
    ...missingForSandboxes(),
  ]);
  const browser = existsSync(CHROMIUM) ? CHROMIUM : playwrightChromium() ? null : undefined;
  return { browser, postgres: hasPostgres() };
}
