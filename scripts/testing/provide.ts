import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const CHROMIUM = "/usr/bin/chromium";
const POSTGRES = "/usr/lib/postgresql";
const mayInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
const hasPostgres = () => existsSync(POSTGRES) && readdirSync(POSTGRES).length > 0;

function aptInstall(packages: string[]): void {
  process.stdout.write(`Installing ${packages.join(", ")}…\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { stdio: ["ignore", "ignore", "inherit"], env });
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
    stdio: ["ignore", "ignore", "inherit"],
    env,
  });
}

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
  const missing = [...(existsSync(CHROMIUM) ? [] : ["chromium"]), ...(hasPostgres() ? [] : ["postgresql"])];
  if (missing.length > 0 && mayInstall) {
    try {
      aptInstall(missing);
    } catch (error) {
      process.stdout.write(`Could not install ${missing.join(", ")}: ${String(error)}\n`);
    }
  }
  const browser = existsSync(CHROMIUM) ? CHROMIUM : playwrightChromium() ? null : undefined;
  return { browser, postgres: hasPostgres() };
}
